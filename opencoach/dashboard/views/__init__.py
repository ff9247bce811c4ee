from opencoach.dashboard.views.home import home
from opencoach.dashboard.views.overview import overview
from opencoach.dashboard.views.palette import palette
from opencoach.dashboard.views.today import today

__all__ = ["home", "overview", "palette", "today"]
