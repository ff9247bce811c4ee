"""Where rooms stand in the shell."""

from django.utils.translation import gettext_lazy as _

from opencoach.people import navigation
from opencoach.people.navigation import COACHES, Entry


def fill() -> None:
    """Called once, when the app is ready."""
    navigation.add_settings(
        Entry(
            "prompts", _("Quick questions"), "message-circle-question-mark", "rooms:prompts", 45, COACHES,
            words="prompts chat session ask",
        )
    )  # fmt: skip
