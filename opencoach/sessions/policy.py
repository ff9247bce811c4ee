"""What a cancellation or a move means, before anybody clicks. Pure, but for the rows that it is asked of."""

import datetime as dt

from opencoach.sessions.models import CoachingSession

UNDO = dt.timedelta(minutes=10)  # for so long a cancellation can be taken back, and its mail waits


def free_until(session: CoachingSession) -> dt.datetime:
    """Until when a client moves or cancels without losing the session."""
    minutes = session.session_type.free_until if session.session_type else 0
    return session.starts_at - dt.timedelta(minutes=minutes)


def is_free(session: CoachingSession, now: dt.datetime, *, by_staff: bool) -> bool:
    """Whether a cancellation now returns the session to the allotment: always when the practice cancels, and for one
    that was only asked for."""
    return by_staff or session.status == session.Status.REQUESTED or now <= free_until(session)
