"""The mail that says what became of a session: to its clients, and to its coach."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Kind, Rendered
from opencoach.outbox.words import compose, sender_name
from opencoach.people.models import Engagement
from opencoach.sessions import links
from opencoach.sessions.mails import merging, questions, words
from opencoach.sessions.mails.invitation import address, invitation
from opencoach.sessions.mails.readers import Letter, as_read_by, letter_of, may_preview
from opencoach.sessions.mails.words import Doing
from opencoach.sessions.models import SessionStep

LABELS = {
    merging.ASKED: gettext_lazy("A session is asked for"),
    merging.BOOKED: gettext_lazy("A session is booked"),
    merging.CONFIRMED: gettext_lazy("A session is confirmed"),
    merging.DECLINED: gettext_lazy("A session is declined"),
    merging.MOVED: gettext_lazy("A session is moved"),
    merging.CANCELLED: gettext_lazy("A session is cancelled"),
    merging.REINSTATED: gettext_lazy("A session takes place after all"),
}
ACCEPTED = frozenset({merging.BOOKED, merging.CONFIRMED, merging.REINSTATED, merging.MOVED, merging.ASKED})
KINDS = tuple(f"session_{what}" for what in merging.WHAT)
TOLD = (  # steps that such a mail tells of
    SessionStep.Kind.REQUESTED, SessionStep.Kind.BOOKED, SessionStep.Kind.CONFIRMED, SessionStep.Kind.DECLINED,
    SessionStep.Kind.MOVED, SessionStep.Kind.CANCELLED, SessionStep.Kind.REINSTATED,
)  # fmt: skip


def register() -> None:
    """Called once, when the app is ready."""
    for what in merging.WHAT:
        ports.register_kind(Kind(f"session_{what}", LABELS[what], render, still_due, may_preview))


def what_of(delivery: Delivery) -> str:
    """What a delivery of one of `KINDS` tells."""
    return delivery.kind.removeprefix("session_")


def still_due(delivery: Delivery) -> str:
    """Nothing is told that has changed since, and nothing to somebody who takes no part any more."""
    letter = letter_of(delivery)
    if letter is None:
        return _("They take no part in this session any more.")
    if letter.session.engagement.status == Engagement.Status.ENDED:
        return _("This work together has ended.")
    last = last_told(letter)
    if last is None or last.pk != delivery.payload.get("step"):
        return _("The session has changed since; a later mail says so.")
    return ""


def last_told(letter: Letter) -> SessionStep | None:
    """The last step of the session that mails tell of."""
    return max((step for step in letter.session.steps.all() if step.kind in TOLD), key=lambda one: one.pk, default=None)


def render(delivery: Delivery) -> Rendered:
    """The mail as it stands now. Raises LookupError where the session is gone."""
    letter = letter_of(delivery)
    if letter is None:
        raise LookupError("the session is gone")
    with as_read_by(letter.reader):
        doing = _doing(delivery, letter)
        name = letter.name
        return compose(
            "sessions/mail/news.html",
            _context(delivery, letter, doing),
            letter.session.practice,
            from_name=name,
            reply_to=letter.reply_to,
            language=letter.reader.language,
            calendar=invitation(letter, sender=sender_name(name, letter.session.practice), accepted=doing.own),
        )


def _doing(delivery: Delivery, letter: Letter) -> Doing:
    """Whose doing it was, as the step says that the mail tells of."""
    step = next((one for one in letter.session.steps.all() if one.pk == delivery.payload.get("step")), None)
    actor = step.actor_id if step else None
    return Doing(
        what=what_of(delivery),
        own=actor == letter.reader.person_id,
        by_client=any(one.person_id == actor for one in letter.session.engagement.current_clients),
        by_zone=bool(step and step.data.get("by_zone")),
    )


def _context(delivery: Delivery, letter: Letter, doing: Doing) -> dict[str, Any]:
    session, what = letter.session, doing.what
    secret = delivery.hidden(lambda: links.token_of(session, letter.reader), links.HIDDEN)
    over = what in {merging.CANCELLED, merging.DECLINED}
    start = delivery.payload.get("from")
    booking = settings.PUBLIC_URL + reverse("scheduling:booking", args=[session.practice.slug])
    asked = questions.before(letter, named=not delivery.previewing) if what in questions.SAID_IN else None
    return {
        "subject_words": words.subject(letter, what),
        "head": words.HEADS[what],
        "said": words.said(letter, doing),
        "when": words.when(letter),
        "there": words.there(letter),
        "other": letter.name,
        "before": words.before(letter, dt.datetime.fromisoformat(str(start)) if start else None),
        "session": session,
        "over": over,
        "outcome": words.outcome(letter, what),
        "terms": "" if over else words.terms(letter),
        "is_client": letter.reader.is_client,
        "asks": session.status == session.Status.REQUESTED,
        "page": address(session),
        "link": links.url(secret),
        "questions": asked,
        "booking": booking,
    }
