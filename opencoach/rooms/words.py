"""What a room leads to when it is over."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from opencoach.people.models import Membership
from opencoach.rooms import access
from opencoach.sessions.models import CoachingSession


@dataclass(frozen=True, slots=True)
class After:
    """Where one goes from here."""

    text: str
    label: str
    url: str


def after_ending(session: CoachingSession, reader: Membership) -> After:
    slug = reader.practice.slug
    if access.is_coach(reader, session):
        url = reverse("sessions:followup", args=[slug, session.public_id])
        return After(_("Write down what stays of it while it is fresh."), _("What follows"), url)
    url = reverse("sessions:session", args=[slug, session.public_id])
    return After(_("What you agreed on stands in your plan."), _("To the session"), url)
