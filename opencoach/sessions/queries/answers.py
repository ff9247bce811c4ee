"""What calendar programs have answered to the invitation that stands."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet

from opencoach.people.models import Membership
from opencoach.sessions.models import Attendance, CoachingSession

Answer = Attendance.Answer


@dataclass(frozen=True, slots=True)
class Said:
    """One answer as its reader sees it. `until`, of a proposal: when the session would end then."""

    answer: str
    label: str
    name: str
    member: uuid.UUID
    own: bool
    at: dt.datetime | None
    start: dt.datetime | None
    until: dt.datetime | None


def current() -> QuerySet[Attendance]:
    """Within a query of sessions: the answers that still say something about it."""
    rows = Attendance.objects.filter(session=OuterRef("pk"), answer_sequence=OuterRef("sequence"))
    return rows.exclude(answer=Answer.NONE)


def has_answers() -> Exists:
    """For `annotate`: whether there is one."""
    return Exists(current())


def answers_of(session: CoachingSession, reader: Membership) -> list[Said]:
    """To a client only their own; to the practice all. One query, or none where `has_answers` said that there is
    nothing."""
    if not getattr(session, "has_answers", True):
        return []
    rows = Attendance.objects.filter(session=session, answer_sequence=F("session__sequence"))
    rows = rows.exclude(answer=Answer.NONE).select_related("membership").order_by("pk")
    if reader.is_client:
        rows = rows.filter(membership=reader)
    return [_said(session, row, reader) for row in rows]


def _said(session: CoachingSession, row: Attendance, reader: Membership) -> Said:
    start = row.proposed_for
    return Said(
        answer=row.answer,
        label=row.get_answer_display(),
        name=row.membership.display_name,
        member=row.membership.public_id,
        own=row.membership_id == reader.pk,
        at=row.answered_at,
        start=start,
        until=start + dt.timedelta(minutes=session.minutes) if start else None,
    )
