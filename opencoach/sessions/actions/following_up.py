"""What a coach writes after a session."""

from django.db import transaction

from opencoach.notes.actions import notes, summaries
from opencoach.notes.models import Note, Summary
from opencoach.outbox import planning
from opencoach.people.actions.event import record_event
from opencoach.people.models import Membership
from opencoach.sessions.actions import steps
from opencoach.sessions.models import CoachingSession, SessionNote, SessionSummary


@transaction.atomic
def note_of(session: CoachingSession, *, by: Membership) -> Note:
    """The coach's own note of that session, made at the first call."""
    steps.lock_engagement(session.engagement)
    part = SessionNote.objects.select_related("note").filter(session=session, author=by).first()
    if part is None:
        part = SessionNote.objects.create(session=session, author=by, note=notes.make(session.engagement, by=by))
    return part.note


@transaction.atomic
def summary_of(session: CoachingSession, *, by: Membership) -> Summary:
    """The summary of that session, made at the first call."""
    steps.lock_engagement(session.engagement)
    part = SessionSummary.objects.select_related("summary").filter(session=session).first()
    if part is None:
        made = summaries.make(session.engagement, by=by)
        part = SessionSummary.objects.create(session=session, summary=made)
    return part.summary


@transaction.atomic
def share_summary(session: CoachingSession, *, by: Membership) -> Summary:
    """Its people read it as it stands, and what waits for it goes to the client. Raises Refused for an empty one."""
    summary = summaries.share(summary_of(session, by=by))
    record_event(
        "session.summary_shared", practice=session.practice, engagement=session.engagement, actor=by.person,
        thing=session.public_id,
    )  # fmt: skip
    planning.materialise(session.engagement)
    return summary
