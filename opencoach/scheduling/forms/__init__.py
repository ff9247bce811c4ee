from opencoach.scheduling.forms.availability import OverrideForm, TravelForm, WeekForm
from opencoach.scheduling.forms.booking import AnyTimeForm, BookForm
from opencoach.scheduling.forms.feed import FeedForm
from opencoach.scheduling.forms.holidays import HolidayForm
from opencoach.scheduling.forms.link import LinkForm, NewLinkForm

__all__ = [
    "AnyTimeForm",
    "BookForm",
    "FeedForm",
    "HolidayForm",
    "LinkForm",
    "NewLinkForm",
    "OverrideForm",
    "TravelForm",
    "WeekForm",
]
