"""When a coach can be booked, by whom, and how a calendar program reads what is."""

from opencoach.scheduling.models.availability import Availability, Override, Travel
from opencoach.scheduling.models.feed import CalendarFeed
from opencoach.scheduling.models.hold import Hold
from opencoach.scheduling.models.link import BusyTime, CalendarLink
from opencoach.scheduling.models.page import BookingPage, CoachPage

__all__ = [
    "Availability",
    "BookingPage",
    "BusyTime",
    "CalendarFeed",
    "CalendarLink",
    "CoachPage",
    "Hold",
    "Override",
    "Travel",
]
