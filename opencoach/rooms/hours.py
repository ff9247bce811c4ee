"""When a room is open. Pure."""

import datetime as dt
from typing import Literal

from opencoach.sessions.models import EARLY, OVER, CoachingSession
from opencoach.sessions.models.type import Medium

SILENCE = dt.timedelta(minutes=2)  # without a sign of somebody, after which they have left
LATE = dt.timedelta(minutes=5)  # after the beginning, from which on somebody came late
ROOMS = (Medium.VIDEO, Medium.TEXT)  # the media that have a room (`CoachingSession.has_room`)
Status = CoachingSession.Status
Standing = Literal["early", "open", "over", "closed"]


def standing(
    session: CoachingSession, now: dt.datetime, ended_at: dt.datetime | None = None, *, reopened: bool = False
) -> Standing:
    """Whether one can come in at `now`: too early, open, over, or "closed" for a session that does not take place.

    `ended_at`: when its room was ended, if it was. `reopened`: it was, and somebody has opened it again.
    """
    if not session.has_room:
        return "closed"
    if ended_at is not None:
        return "over"
    if session.status != Status.BOOKED and not (reopened and session.status == Status.HELD):
        return "over" if session.status in {Status.HELD, Status.MISSED} else "closed"
    if now < session.starts_at - EARLY:
        return "early"
    return "open" if now < session.ends_at + OVER else "over"
