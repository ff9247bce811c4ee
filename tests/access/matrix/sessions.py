from typing import Any

from opencoach.sessions.models import CoachingSession
from tests.access.matrix import Row, on_ana
from tests.cast import Cast
from tests.sessions.making import asked_for, soon, upcoming

ARRANGING = "miriam devi priya ana tomas leila jonas mei omar"
ANAS = "miriam priya ana"  # who sees when Ana's sessions are
HELD = {"became": "held"}
LOG = {"day": "2026-01-07", "clock": "10:00", "minutes": "60", "medium": "video", "counts": "on"}


def of(session: CoachingSession) -> dict[str, Any]:
    return {"practice": "okafor", "session": session.public_id}


def on_session(cast: Cast) -> dict[str, Any]:
    return of(upcoming(cast))


def on_asked(cast: Cast) -> dict[str, Any]:
    return of(asked_for(cast))


def on_begun(cast: Cast) -> dict[str, Any]:
    return of(soon(cast))


ROWS = [
    Row("sessions:sessions", get={200: ARRANGING}),
    Row("sessions:session", get={200: ANAS}, args=on_session),
    Row("sessions:cancellation", get={200: ANAS}, post={302: ANAS}, args=on_session),
    Row("sessions:reinstatement", post={302: ANAS}, args=on_session),
    Row("sessions:confirmation", post={302: "miriam"}, args=on_asked),
    Row("sessions:declining", post={302: "miriam"}, args=on_asked),
    Row("sessions:agenda", post={302: "miriam ana"}, args=on_session, data={"agenda": "Rui"}),
    Row("sessions:agenda", post={422: "miriam ana"}, args=on_session, data={"agenda": "x" * 2001}, label="too long"),
    Row("sessions:holding", get={200: "miriam"}, post={422: "miriam"}, args=on_begun),
    Row(
        "sessions:holding",
        get={200: "miriam"},
        post={302: "miriam"},
        args=on_begun,
        data={"became": "held"},
        label="held",
    ),
    Row("sessions:engagement_sessions", get={200: "miriam priya"}, args=on_ana),
    Row("sessions:log", get={200: "miriam"}, post={422: "miriam"}, args=on_ana),
    Row("sessions:log", get={200: "miriam"}, post={302: "miriam"}, args=on_ana, data=LOG, label="right"),
]
