"""Ana gets texts: her number, what she agreed to, and what has gone to her phone."""

import datetime as dt
from typing import TYPE_CHECKING

from opencoach.outbox import roads
from opencoach.outbox.actions.post import new
from opencoach.outbox.models import Delivery, Number, Text, TextConsent
from opencoach.sessions.models import CoachingSession
from opencoach.sessions.reminders import REMINDER

if TYPE_CHECKING:
    from opencoach.demo.build import Demo

NUMBER = "+6580010042"
AGREED = 50  # days ago
WORDS = (
    "Okafor Coaching may send me texts at this number: what I choose under “What reaches you”, and answers to what I "
    "text. My operator may charge me for texts that I send. STOP ends them at any time."
)
SHOWN = 4  # reminders of sessions that went by text


def reach(demo: "Demo") -> None:
    """Reminders and messages come by text, too; a reminder of each of the latest sessions did."""
    ana = demo.people["A"]
    at = demo.ago(AGREED, 19)
    found = Number.objects.create(member=ana, number=NUMBER, created_at=at, confirmed_at=at)
    TextConsent.objects.create(number=found, wording=WORDS, road=TextConsent.Road.PAGE, given_at=at)
    ana.preferences = {**ana.preferences, roads.TEXTS.key: ["messages", "reminders"]}
    ana.save(update_fields=["preferences"])
    demo.note("texts.agreed", at, ana)
    held = CoachingSession.objects.filter(
        engagement__client_parts__membership=ana, status=CoachingSession.Status.HELD, starts_at__gt=at
    ).select_related("engagement__practice")  # fmt: skip
    for session in held.order_by("-starts_at")[:SHOWN]:
        _went(session, session.starts_at - dt.timedelta(days=1))


def _went(session: CoachingSession, at: dt.datetime) -> None:
    parts = session.engagement.current_clients
    for client in parts:
        payload = {
            "session": str(session.public_id), "member": str(client.public_id), "sequence": session.sequence,
        }  # fmt: skip
        row = new(
            REMINDER, channel="sms", address=NUMBER, dedupe_key=f"demo:text:{session.pk}", person=client.person,
            practice=session.engagement.practice, engagement=session.engagement, payload=payload, due_at=at,
        )  # fmt: skip
        row.state, row.attempts = Delivery.State.SENT, 1
        row.created_at, row.finished_at = at, at + dt.timedelta(seconds=2)
        row.save(force_insert=True)
        Text.objects.create(
            delivery=row, practice=row.practice, parts=1, price="0.0450", currency="EUR", created_at=at, handed_at=at,
            taken_at=row.finished_at, report=Text.Report.ARRIVED, reported_at=at + dt.timedelta(seconds=5),
        )  # fmt: skip
