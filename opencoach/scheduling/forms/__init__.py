from opencoach.scheduling.forms.availability import OverrideForm, TravelForm, WeekForm
from opencoach.scheduling.forms.booking import AnyTimeForm, BookForm

__all__ = ["AnyTimeForm", "BookForm", "OverrideForm", "TravelForm", "WeekForm"]
