"""Where notes stand in the shell."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opencoach.people import navigation
from opencoach.people.models import Engagement, Membership
from opencoach.people.navigation import COACHES, Entry, Tab


def fill() -> None:
    """Called once, when the app is ready."""
    navigation.add_settings(
        Entry(
            "note_templates", _("Note templates"), "pencil", "notes:templates", 46, COACHES,
            ("notes:template", "notes:template_new"), words="grow clear headings private",
        )
    )  # fmt: skip
    navigation.add_tab(Tab("notes", _("Notes"), 45, _of_client))


def _of_client(member: Membership, engagement: Engagement) -> str | None:
    return reverse("notes:notes", args=[member.practice.slug, engagement.public_id]) if member.is_coach else None
