"""Where scheduling's pages stand in the shell."""

from django.utils.translation import gettext_lazy as _

from opencoach.people import navigation
from opencoach.people.navigation import COACHES, Entry

STEPS = ("scheduling:overrides", "scheduling:travels")


def fill() -> None:
    """Called once, when the app is ready."""
    navigation.add_settings(
        Entry(
            "availability", _("Your hours"), "clock", "scheduling:availability", 50, COACHES, STEPS, words="available"
        )
    )
