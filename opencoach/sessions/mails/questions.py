"""What a client has still to answer before a session, as the mail says that tells them of it."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.questionnaires.queries.unsent import Unsent, unsent
from opencoach.sessions.mails import merging
from opencoach.sessions.mails.readers import Letter
from opencoach.sessions.models import ASKED

SAID_IN = frozenset({merging.ASKED, merging.BOOKED, merging.CONFIRMED, merging.REINSTATED})


@dataclass(frozen=True, slots=True)
class Questions:
    """In words, and where they are answered."""

    said: str
    url: str
    begun: bool


def before(letter: Letter, *, named: bool = True) -> Questions | None:
    """None for a coach, and where nothing is open. Without `named` the number is left out: how far somebody has come
    with their answers is nobody else's, and a preview is read by others."""
    if not letter.reader.is_client:
        return None
    found = unsent(letter.reader, letter.session.engagement, (ASKED, letter.session.public_id))
    if found is None:
        return None
    if not named:
        said = _("%(name)s asks you a few things before you talk.") % {"name": letter.name}
        return Questions(said, _url(found), begun=False)
    return Questions(_said(found, letter.name), _url(found), found.begun)


def _said(found: Unsent, name: str) -> str:
    if not found.questions:
        said = _("You have answered all of %(name)s’s questions; what you wrote is not sent yet.")
    elif found.begun:
        said = ngettext(
            "%(number)d question is still open; what you wrote is kept.",
            "%(number)d questions are still open; what you wrote is kept.",
            found.questions,
        )
    else:
        said = ngettext(
            "%(name)s asks you something before you talk: %(number)d question is still open.",
            "%(name)s asks you a few things before you talk: %(number)d questions are still open.",
            found.questions,
        )
    return said % {"number": found.questions, "name": name}


def _url(found: Unsent) -> str:
    """The page of the one; where there are several, their list."""
    slug = found.responses[0].practice.slug
    if len(found.responses) > 1:
        return settings.PUBLIC_URL + reverse("questionnaires:responses", args=[slug])
    return settings.PUBLIC_URL + reverse("questionnaires:response", args=[slug, found.responses[0].public_id])
