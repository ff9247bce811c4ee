from opencoach.scheduling.forms.availability import OverrideForm, TravelForm, WeekForm
from opencoach.scheduling.forms.booking import AnyTimeForm, BookForm
from opencoach.scheduling.forms.feed import FeedForm

__all__ = ["AnyTimeForm", "BookForm", "FeedForm", "OverrideForm", "TravelForm", "WeekForm"]
