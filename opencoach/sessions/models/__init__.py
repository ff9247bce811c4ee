"""The coaching session and its life."""

from opencoach.sessions.models.occupancy import Occupancy
from opencoach.sessions.models.session import Attendance, CoachingSession, SessionStep
from opencoach.sessions.models.type import SessionType, SessionTypeCoach

__all__ = ["Attendance", "CoachingSession", "Occupancy", "SessionStep", "SessionType", "SessionTypeCoach"]
