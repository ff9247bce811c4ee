from opencoach.sessions.views.importing import import_sample, import_sessions
from opencoach.sessions.views.linked import linked, linked_cancellation, linked_entry, linked_reinstatement
from opencoach.sessions.views.sessions import engagement_sessions, log, session, sessions
from opencoach.sessions.views.steps import agenda, cancellation, confirmation, declining, holding, reinstatement
from opencoach.sessions.views.types import (
    session_type,
    session_type_archiving,
    session_type_new,
    session_type_restoring,
    session_types,
    usual_types,
)

__all__ = [
    "agenda",
    "cancellation",
    "confirmation",
    "declining",
    "engagement_sessions",
    "holding",
    "import_sample",
    "import_sessions",
    "linked",
    "linked_cancellation",
    "linked_entry",
    "linked_reinstatement",
    "log",
    "reinstatement",
    "session",
    "session_type",
    "session_type_archiving",
    "session_type_new",
    "session_type_restoring",
    "session_types",
    "sessions",
    "usual_types",
]
