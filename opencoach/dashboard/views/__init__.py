from opencoach.dashboard.views.attention import attention
from opencoach.dashboard.views.home import home
from opencoach.dashboard.views.overview import overview
from opencoach.dashboard.views.palette import palette
from opencoach.dashboard.views.review import review, review_action, review_action_new, review_goal, review_tick
from opencoach.dashboard.views.today import today

__all__ = [
    "attention",
    "home",
    "overview",
    "palette",
    "review",
    "review_action",
    "review_action_new",
    "review_goal",
    "review_tick",
    "today",
]
