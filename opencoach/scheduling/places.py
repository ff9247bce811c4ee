"""Where scheduling's pages stand in the shell."""

from django.utils.translation import gettext_lazy as _

from opencoach.people import navigation
from opencoach.people.navigation import COACHES, Entry, Role

STEPS = ("scheduling:overrides", "scheduling:travels")
FED = COACHES | {Role.CLIENT}  # whose sessions a calendar feed has


def fill() -> None:
    """Called once, when the app is ready."""
    navigation.add_settings(
        Entry(
            "availability", _("Your hours"), "clock", "scheduling:availability", 50, COACHES, STEPS, words="available"
        )
    )
    navigation.add_settings(
        Entry(
            "feed", _("Calendar feed"), "calendar", "scheduling:feeds", 85, FED, ("scheduling:feed_names",),
            words="ics ical subscribe google apple outlook",
        )
    )  # fmt: skip
