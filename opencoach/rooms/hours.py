"""When a room is open. Pure."""

import datetime as dt
from typing import Literal

from opencoach.sessions.actions.happening import EARLY
from opencoach.sessions.models import CoachingSession
from opencoach.sessions.models.type import Medium

AFTER = dt.timedelta(hours=2)  # a session may run over for so long
SILENCE = dt.timedelta(minutes=2)  # without a sign of somebody, after which they have left
LATE = dt.timedelta(minutes=5)  # after the beginning, from which on somebody came late
ROOMS = (Medium.VIDEO, Medium.TEXT)  # the media that have a room
Status = CoachingSession.Status
Standing = Literal["early", "open", "over", "closed"]


def has_room(session: CoachingSession) -> bool:
    """Whether the session happens here: by video or in writing, and not at an address of its own."""
    return session.medium in ROOMS and not session.place


def standing(session: CoachingSession, now: dt.datetime, ended_at: dt.datetime | None = None) -> Standing:
    """Whether one can come in at `now`: too early, open, over, or "closed" for a session that does not take place.

    `ended_at`: when its room was ended, if it was.
    """
    if not has_room(session):
        return "closed"
    if ended_at is not None:
        return "over"
    if session.status != Status.BOOKED:
        return "over" if session.status in {Status.HELD, Status.MISSED} else "closed"
    if now < session.starts_at - EARLY:
        return "early"
    return "open" if now < session.ends_at + AFTER else "over"
