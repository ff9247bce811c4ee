from opencoach.scheduling.views.availability import (
    availability,
    override_removal,
    overrides,
    travel_removal,
    travels,
)
from opencoach.scheduling.views.booking import booking, moving
from opencoach.scheduling.views.calendar import calendar, calendar_move, calendar_session
from opencoach.scheduling.views.feeds import feed, feed_names, feed_removal, feeds
from opencoach.scheduling.views.free import free
from opencoach.scheduling.views.holidays import holidays, holidays_undo
from opencoach.scheduling.views.linked import linked_moving
from opencoach.scheduling.views.links import link, link_look, link_removal, links
from opencoach.scheduling.views.prospects import prospect, prospect_invitation, prospect_parting
from opencoach.scheduling.views.public import coach_page, practice_page
from opencoach.scheduling.views.public_booking import public_code, public_code_again, public_entry, public_when
from opencoach.scheduling.views.public_questions import public_answers, public_questions, public_uploads
from opencoach.scheduling.views.public_settings import (
    booking_page,
    booking_page_practice,
    booking_page_sites,
)

__all__ = [
    "availability",
    "booking",
    "booking_page",
    "booking_page_practice",
    "booking_page_sites",
    "calendar",
    "calendar_move",
    "calendar_session",
    "coach_page",
    "feed",
    "feed_names",
    "feed_removal",
    "feeds",
    "free",
    "holidays",
    "holidays_undo",
    "link",
    "link_look",
    "link_removal",
    "linked_moving",
    "links",
    "moving",
    "override_removal",
    "overrides",
    "practice_page",
    "prospect",
    "prospect_invitation",
    "prospect_parting",
    "public_answers",
    "public_code",
    "public_code_again",
    "public_entry",
    "public_questions",
    "public_uploads",
    "public_when",
    "travel_removal",
    "travels",
]
