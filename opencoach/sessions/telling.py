"""Everybody hears of what was done with a session: by mail, and in the conversation.

Called for every step (`actions.steps.step`), in its transaction. One mail at most waits for somebody about one session:
a later step takes its place and tells the whole way from what they knew (`mails.merging`).
"""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.conversations.actions.saying import note_system
from opencoach.outbox import planning
from opencoach.outbox.actions.change import withdraw
from opencoach.outbox.actions.post import post
from opencoach.outbox.models import Delivery
from opencoach.people.models import Membership
from opencoach.sessions import policy
from opencoach.sessions.mails import merging, news
from opencoach.sessions.mails.merging import Stand
from opencoach.sessions.mails.readers import readers
from opencoach.sessions.models import CoachingSession, SessionStep

SETTLE = dt.timedelta(minutes=3)  # a move waits so long for another one
State = Delivery.State
listeners: list[Callable[[CoachingSession], object]] = []  # who else hears of every step, in its transaction


def tell(session: CoachingSession, step: SessionStep) -> None:
    """Post what each of the session's people is to hear of this step."""
    for listener in listeners:
        listener(session)
    if step.kind not in news.TOLD:
        return
    transaction.on_commit(partial(_note, session, step), robust=True)
    sent = list(
        Delivery.objects.filter(
            engagement=session.engagement_id, kind__in=news.KINDS, payload__session=str(session.public_id)
        ).order_by("pk")
    )
    for reader in readers(session):
        _tell(session, step, reader, [row for row in sent if row.payload.get("member") == str(reader.public_id)])
    planning.materialise(session.engagement)


def _note(session: CoachingSession, step: SessionStep) -> None:
    """A line in the conversation. After the commit: a conversation is locked by whoever writes in it, and they wait
    for no booking."""
    starts_at = session.starts_at.isoformat()
    data = {"once": f"session-{step.pk}", "starts_at": starts_at, "session": str(session.public_id)}
    if step.kind == SessionStep.Kind.MOVED:
        data["from"] = str(step.data.get("moved_from", starts_at))
    note_system(session.engagement, f"session_{step.kind}", data)


def _tell(session: CoachingSession, step: SessionStep, reader: Membership, rows: Sequence[Delivery]) -> None:
    waiting = [row.dedupe_key for row in rows if row.state == State.WAITING]
    replaced = bool(withdraw(waiting, _("A later change has taken its place."))) if waiting else False
    told = _told([row for row in rows if row.dedupe_key not in waiting])
    own = step.actor_id == reader.person_id
    if own and told is None and not reader.is_client:
        return  # they did it themselves, and no calendar of theirs waits for an update
    now = Stand(session.status, session.starts_at)
    involved = own or session.steps.filter(actor=reader.person_id).exists()
    what = merging.news(step.kind, now, told, replaced=replaced, involved=involved)
    if not what:
        return
    post(
        f"session_{what}",
        address=reader.person.email,
        dedupe_key=f"session:{session.public_id}:{reader.pk}:{step.pk}",
        practice=session.practice,
        engagement=session.engagement,
        person=reader.person,
        payload={
            "session": str(session.public_id),
            "member": str(reader.public_id),
            "step": step.pk,
            "status": str(session.status),
            "starts_at": session.starts_at.isoformat(),
            "from": _from(what, told, step),
        },
        due_at=_due(session, step, what),
        expires_at=session.ends_at + dt.timedelta(days=1),
    )


def _told(rows: Sequence[Delivery]) -> Stand | None:
    """What the last mail said that went out, or is on its way."""
    for row in reversed(rows):
        if row.state in {State.SENT, State.SENDING}:
            return Stand(str(row.payload["status"]), dt.datetime.fromisoformat(str(row.payload["starts_at"])))
    return None


def _from(what: str, told: Stand | None, step: SessionStep) -> str:
    """When it was to be, as they knew it."""
    if what != merging.MOVED:
        return ""
    return told.starts_at.isoformat() if told else str(step.data.get("moved_from", ""))


def _due(session: CoachingSession, step: SessionStep, what: str) -> dt.datetime:
    """A cancellation waits while it can be taken back, a move for another one; neither until after the beginning."""
    waits = {merging.CANCELLED: policy.UNDO, merging.MOVED: SETTLE}.get(what, dt.timedelta())
    if session.status == session.Status.DECLINED or not waits:
        return timezone.now()
    return max(step.at, min(step.at + waits, session.starts_at))
