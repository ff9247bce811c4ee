from opencoach.sessions.views.sessions import engagement_sessions, log, session, sessions
from opencoach.sessions.views.steps import agenda, cancellation, confirmation, declining, holding, reinstatement

__all__ = [
    "agenda",
    "cancellation",
    "confirmation",
    "declining",
    "engagement_sessions",
    "holding",
    "log",
    "reinstatement",
    "session",
    "sessions",
]
