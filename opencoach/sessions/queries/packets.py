"""Before and after one session, as its coach and its client see it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.library.models import Share
from opencoach.outbox.models import Delivery
from opencoach.people.models import Membership
from opencoach.questionnaires.models import Response
from opencoach.questionnaires.queries.asked import Asked, asked_about
from opencoach.sessions.models import ASKED, CoachingSession, SessionStep
from opencoach.sessions.packets import timing
from opencoach.sessions.packets.mails import Said, said
from opencoach.sessions.packets.planning import PACKET
from opencoach.sessions.packets.standing import Moment, Standing, standings

State = Delivery.State


@dataclass(frozen=True, slots=True)
class Reached:
    """What became of a packet with one client. `mail` is the state of its mail, "" for none yet; `due` when it goes."""

    client: Membership
    due: dt.datetime | None
    at: dt.datetime | None  # when it came into their hands
    mail: str
    reason: str
    opened: int
    materials: int
    asked: bool
    answered_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One packet on the session's page. `why`: why it doesn't go now, in plain words; "" when it does, or has."""

    one: Standing
    when: str
    reached: Sequence[Reached]
    why: str

    @property
    def has_gone(self) -> bool:
        return any(row.at is not None for row in self.reached)

    @property
    def is_ahead(self) -> bool:
        """It is planned, and can still be changed."""
        return not self.has_gone and any(row.due is not None for row in self.reached)


@dataclass(frozen=True, slots=True)
class Known:
    """What there is of a session's packets besides: mails by their key, and answers by questionnaire and person."""

    mails: Mapping[str, Delivery]
    answers: Mapping[tuple[int, int | None], Response]


def packets_of(
    session: CoachingSession, steps: Iterable[SessionStep] | None = None, asked: Iterable[Asked] | None = None
) -> list[Line]:
    """All packets of a session, for its coach; one query where there are none. `steps` of the session and what was
    `asked` about it (`asked_about`) are not loaded anew."""
    every = standings([session], gone=True, steps=steps)
    found = [one for one in every if one.packet is not None or _concerns(session, one)]
    if not found:
        return []
    clients, known = session.engagement.current_clients, _known(session, found, asked)
    return [
        Line(
            one,
            timing.spoken(one.rule.timing),
            [_reached(one, client, known) for client in clients],
            _why(one, clients),
        )
        for one in found
    ]


def _concerns(session: CoachingSession, one: Standing) -> bool:
    """Whether a rule that nobody has touched for this session has anything to do with it still."""
    called_off = session.status in {session.Status.CANCELLED, session.Status.DECLINED}
    return not (session.engagement.is_over or called_off or one.rule.created_at > session.ends_at)


def _known(session: CoachingSession, found: Sequence[Standing], asked: Iterable[Asked] | None) -> Known:
    asks = any(one.content.questionnaire for one in found)
    if asked is None and asks:
        reader = session.coach
        asked = asked_about(reader, session.engagement, ASKED, session.public_id)
    answers = sorted((one.response for one in asked or ()), key=lambda row: row.pk)
    return Known(
        {row.dedupe_key: row for row in _mails(session)} if _may_have_gone(session, found) else {},
        {(row.version.questionnaire_id, row.person_id): row for row in answers},
    )


def _may_have_gone(session: CoachingSession, found: Sequence[Standing]) -> bool:
    """Whether anything was due already, or touched: before that there is no mail to tell of."""
    now = timezone.now()
    dues = [one.goes_at(client.zone) for one in found for client in session.engagement.current_clients]
    return any(one.packet is not None for one in found) or any(due is not None and due <= now for due in dues)


def _mails(session: CoachingSession) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(
        engagement=session.engagement_id, kind=PACKET, payload__session=str(session.public_id)
    )
    return rows.order_by("pk")


def _reached(one: Standing, client: Membership, known: Known) -> Reached:
    copy = next((handed for handed in one.copies if handed.client_id == client.pk), None)
    mail = known.mails.get(one.key(client))
    asked = one.content.questionnaire
    answer = known.answers.get((asked.pk, client.person_id)) if asked is not None else None
    return Reached(
        client=client,
        due=one.goes_at(client.zone),
        at=copy.at if copy else None,
        mail=str(mail.state) if mail else "",
        reason=mail.reason if mail else "",
        opened=copy.opened if copy else 0,
        materials=copy.materials if copy else 0,
        asked=asked is not None,
        answered_at=answer.submitted_at if answer else None,
    )


def _why(one: Standing, clients: Sequence[Membership]) -> str:
    """Why it doesn't go."""
    if one.is_skipped:
        return _("Skipped for this session.")
    if one.by_hand:
        return ""
    if not clients:
        return _("Nobody takes part yet.")
    if one.content.is_empty and not one.content.waits:
        return _("There is nothing in it.")
    return _not_yet(one) or _too_late(one, clients)


def _not_yet(one: Standing) -> str:
    """What it waits for, or why the session has no use for it."""
    session = one.session
    if one.rule.moment == Moment.BEFORE:
        return "" if session.status in {*session.AHEAD, session.Status.HELD} else _("The session is not booked.")
    if session.status == session.Status.BOOKED:
        over = session.ends_at < timezone.now()
        return (
            _("It waits until you say that the session was held.") if over else _("It goes once the session was held.")
        )
    if session.status != session.Status.HELD:
        return _("The session was not held.")
    return _("It waits for your summary.") if one.content.waits else ""


def _too_late(one: Standing, clients: Sequence[Membership]) -> str:
    if one.session.status not in {one.session.Status.BOOKED, one.session.Status.HELD}:
        return ""
    if all(one.goes_at(client.zone) is None for client in clients):
        return _("It is too late for it by its rule. You can send it by hand.")
    return ""


@dataclass(frozen=True, slots=True)
class Mine:
    """A packet that a client has: its words, and what came with it."""

    one: Standing
    at: dt.datetime
    said: Said
    shares: Sequence[Share]


def packets_for(session: CoachingSession, client: Membership) -> list[Mine]:
    """What this client was sent before and after a session."""
    found = [
        (one, copy) for one in standings([session], gone=True) for copy in one.copies if copy.client_id == client.pk
    ]
    if not found:
        return []
    sent = Share.objects.filter(
        sending__in=[copy.sending_id for _one, copy in found if copy.sending_id], client=client, withdrawn_at=None
    )
    shares = list(sent.select_related("version__material").order_by("pk"))
    return [
        Mine(one, copy.at, said(one, client), [share for share in shares if share.sending_id == copy.sending_id])
        for one, copy in found
    ]
