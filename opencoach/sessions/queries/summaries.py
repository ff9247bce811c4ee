"""The summaries of sessions: one for each, written by its coach, read by its people once it is shared."""

from collections.abc import Iterable

from opencoach.notes.models import Summary
from opencoach.sessions.models import CoachingSession, SessionSummary

RELATED = ("summary__engagement__practice", "summary__author__person")


def summaries(sessions: Iterable[CoachingSession]) -> dict[int, Summary]:
    """By the session's primary key, drafts too, in one query. Not to be shown to a client as it is: `shared`."""
    rows = SessionSummary.objects.filter(session__in=[one.pk for one in sessions]).select_related(*RELATED)
    return {row.session_id: row.summary for row in rows}
