"""The mails that an answer from somebody's calendar program brings about: whether to cancel after a no, another time
that is proposed, that it isn't taken, and that an answer was to an earlier invitation."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Calendar, Kind, Rendered
from opencoach.outbox.words import compose, sender_name
from opencoach.people.models import Engagement
from opencoach.sessions import links, policy
from opencoach.sessions import words as spoken
from opencoach.sessions.actions.answering import DECLINED, KEPT, OUTDATED, PROPOSED
from opencoach.sessions.mails import words
from opencoach.sessions.mails.invitation import address, no_to_counter
from opencoach.sessions.mails.readers import Letter, as_read_by, letter_of, may_preview
from opencoach.sessions.models import Attendance
from opencoach.sessions.queries.allotment import allotment

Answer = Attendance.Answer
LABELS = {
    DECLINED: gettext_lazy("A calendar says no to a session"),
    PROPOSED: gettext_lazy("Another time is proposed for a session"),
    KEPT: gettext_lazy("A proposed time is not taken"),
    OUTDATED: gettext_lazy("An answer was to an earlier invitation"),
}


def register() -> None:
    """Called once, when the app is ready."""
    for name, label in LABELS.items():
        ports.register_kind(Kind(name, label, render, still_due, may_preview))


def still_due(delivery: Delivery) -> str:
    """Only while the session stands as it did, and they still say so."""
    letter = letter_of(delivery)
    if letter is None or letter.session.engagement.status == Engagement.Status.ENDED:
        return _("They take no part in this session any more.")
    session = letter.session
    if not session.is_ahead or session.starts_at <= timezone.now():
        return _("The session is not ahead any more.")
    if session.sequence != delivery.payload.get("sequence"):
        return _("The session has changed since; a later mail says so.")
    if delivery.kind in {DECLINED, PROPOSED} and _answer(delivery, letter) is None:
        return _("They have answered otherwise since.")
    return ""


def _answer(delivery: Delivery, letter: Letter) -> Attendance | None:
    """What they answered, if that is still what the mail is about."""
    wanted = Answer.DECLINED if delivery.kind == DECLINED else Answer.PROPOSED
    rows = letter.session.attendances.filter(
        membership__public_id=uuid.UUID(str(delivery.payload["about"])),
        answer=wanted,
        answer_sequence=letter.session.sequence,
    )
    row = rows.select_related("membership").first()
    if row is None or (wanted == Answer.PROPOSED and row.proposed_for != _moment(delivery)):
        return None
    return row


def _moment(delivery: Delivery) -> dt.datetime:
    """When they proposed that it begins."""
    return dt.datetime.fromisoformat(str(delivery.payload["start"]))


def render(delivery: Delivery) -> Rendered:
    """The mail as it stands now. Raises LookupError where the session is gone."""
    letter = letter_of(delivery)
    if letter is None:
        raise LookupError("the session is gone")
    with as_read_by(letter.reader):
        return compose(
            "sessions/mail/answer.html",
            _context(delivery, letter),
            letter.session.practice,
            from_name=letter.name,
            reply_to=letter.reply_to,
            language=letter.reader.language,
            calendar=_calendar(delivery, letter),
        )


def _calendar(delivery: Delivery, letter: Letter) -> Calendar | None:
    if delivery.kind != KEPT:
        return None
    return no_to_counter(letter, sender=sender_name(letter.name, letter.session.practice))


def _context(delivery: Delivery, letter: Letter) -> dict[str, Any]:
    session, kind = letter.session, delivery.kind
    own = delivery.payload.get("about") == str(letter.reader.public_id)
    secret = delivery.hidden(lambda: links.token_of(session, letter.reader), links.HIDDEN)
    link = links.url(secret)
    proposed = kind in {PROPOSED, KEPT}
    start = _moment(delivery) if proposed else None
    free = policy.is_free(session, timezone.now(), by_staff=not letter.reader.is_client)
    staff, counted = not letter.reader.is_client, allotment(session.engagement).left is not None
    return {
        "kind": kind.removeprefix("calendar_"),
        "own": own,
        "name": letter.name,
        "short": words.short(letter),
        "who": _who(delivery, letter),
        "when": words.when(letter),
        "wanted": words.before(letter, start),
        "cost": spoken.cost(free=free, by_staff=staff, counted=counted) if own and kind == DECLINED else "",
        "movable": free,
        "link": link,
        "cancel": f"{link}cancellation/",
        "proposal": f"{link}proposals/{delivery.payload['about']}/",
        "page": address(session),
        "is_client": letter.reader.is_client,
    }


def _who(delivery: Delivery, letter: Letter) -> str:
    """Whose answer it is: in a group the one of them."""
    key = uuid.UUID(str(delivery.payload["about"]))
    row = letter.session.attendances.filter(membership__public_id=key).select_related("membership").first()
    return row.membership.display_name if row else letter.name
