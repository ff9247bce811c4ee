"""The coaching session and its life."""

from opencoach.sessions.models.after import SessionNote, SessionSummary
from opencoach.sessions.models.occupancy import LONGEST, Occupancy
from opencoach.sessions.models.packet import Packet, PacketCopy, PacketRule, PacketRuleMaterial
from opencoach.sessions.models.rating import RATED, SessionRating
from opencoach.sessions.models.review import SessionAction, SessionGoal
from opencoach.sessions.models.session import ASKED, EARLY, OVER, Attendance, CoachingSession, SessionStep
from opencoach.sessions.models.type import SessionType, SessionTypeCoach

__all__ = [
    "ASKED",
    "EARLY",
    "LONGEST",
    "OVER",
    "RATED",
    "Attendance",
    "CoachingSession",
    "Occupancy",
    "Packet",
    "PacketCopy",
    "PacketRule",
    "PacketRuleMaterial",
    "SessionAction",
    "SessionGoal",
    "SessionNote",
    "SessionRating",
    "SessionStep",
    "SessionSummary",
    "SessionType",
    "SessionTypeCoach",
]
