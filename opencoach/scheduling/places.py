"""Where scheduling's pages stand in the shell."""

from django.utils.translation import gettext_lazy as _

from opencoach.people import navigation
from opencoach.people.navigation import COACHES, STAFF, Entry, Role

SESSIONS = tuple(f"sessions:{step}" for step in ("session", "cancellation", "agenda", "holding", "import"))
UNDER = ("scheduling:calendar_move", "scheduling:booking", "scheduling:moving", "sessions:sessions", *SESSIONS)
STEPS = ("scheduling:overrides", "scheduling:travels", "scheduling:holidays")
FED = COACHES | {Role.CLIENT}  # whose sessions a calendar feed has


def fill() -> None:
    """Called once, when the app is ready."""
    navigation.add_main(
        Entry(
            "calendar", _("Calendar"), "calendar", "scheduling:calendar", 30, STAFF, UNDER,
            words="sessions day week month booked agenda",
        )
    )  # fmt: skip
    navigation.add_settings(
        Entry(
            "availability", _("Your hours"), "clock", "scheduling:availability", 50, COACHES, STEPS, words="available"
        )
    )
    navigation.add_settings(
        Entry(
            "links", _("Other calendars"), "calendar", "scheduling:links", 52, COACHES, ("scheduling:link",),
            words="busy google outlook apple icloud nextcloud ics import sync external",
        )
    )  # fmt: skip
    navigation.add_settings(
        Entry(
            "feed", _("Calendar feed"), "calendar", "scheduling:feeds", 85, FED, ("scheduling:feed_names",),
            words="ics ical subscribe google apple outlook",
        )
    )  # fmt: skip
    navigation.add_settings(
        Entry(
            "booking_page", _("Booking page"), "link", "scheduling:booking_page", 55, COACHES,
            ("scheduling:booking_page_practice", "scheduling:booking_page_sites"),
            words="public page first talk widget embed website strangers",
        )
    )  # fmt: skip
