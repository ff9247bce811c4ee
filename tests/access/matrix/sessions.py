from typing import Any

from opencoach.sessions import links
from opencoach.sessions.models import CoachingSession
from tests.access.matrix import COACHES, EVERYBODY, Row, on_ana
from tests.cast import Cast
from tests.sessions.making import asked_for, offer, soon, upcoming

ARRANGING = "miriam devi priya ana tomas leila jonas mei omar"
PAST = "client,date,time\nAna Kovačević,2026-01-07,10:00\n"
ANAS = "miriam priya ana"  # who sees when Ana's sessions are
HELD = {"became": "held"}
TYPE = {
    "name": "Deep dive", "hue": "sea", "minutes": "60", "before": "0", "after": "0", "medium": "video",
    "audience": "clients", "notice_0": "1", "notice_1": "days", "free_until_0": "1", "free_until_1": "days",
    "ahead_days": "60",
}  # fmt: skip
LOG = {"day": "2026-01-07", "clock": "10:00", "minutes": "60", "medium": "video", "counts": "on"}


def of(session: CoachingSession) -> dict[str, Any]:
    return {"practice": "okafor", "session": session.public_id}


def on_type(cast: Cast) -> dict[str, Any]:
    """One that Devi holds alone."""
    return {"practice": "okafor", "session_type": offer(cast.devi, slug="devis").public_id}


def on_miriams(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "session_type": offer(cast.miriam).public_id}


def right_type(cast: Cast) -> dict[str, Any]:
    """Miriam chooses who holds it; Devi has nothing to choose."""
    return {**TYPE, "coaches": [str(cast.devi.public_id)]}


def on_session(cast: Cast) -> dict[str, Any]:
    return of(upcoming(cast))


def on_asked(cast: Cast) -> dict[str, Any]:
    return of(asked_for(cast))


def on_begun(cast: Cast) -> dict[str, Any]:
    return of(soon(cast))


def linked(session: CoachingSession, cast: Cast) -> dict[str, Any]:
    """Whoever has Ana's mail opens it: the link is the secret."""
    return {"token": links.token_of(session, cast.ana)}


def on_link(cast: Cast) -> dict[str, Any]:
    return linked(upcoming(cast), cast)


def on_no_link(cast: Cast) -> dict[str, Any]:
    return {"token": "made-up"}


def on_proposal(cast: Cast) -> dict[str, Any]:
    """The coach's link: whoever has Miriam's mail answers what Ana's calendar proposes."""
    return {"token": links.token_of(upcoming(cast), cast.miriam), "member": cast.ana.public_id}


def on_anas_proposal(cast: Cast) -> dict[str, Any]:
    return {**on_link(cast), "member": cast.ana.public_id}


def on_proposed(cast: Cast) -> dict[str, Any]:
    return {**on_session(cast), "member": cast.ana.public_id}


AT_NO_TIME = {"start": ""}
LINK = f"{EVERYBODY} anonymous"
ROWS = [
    Row("sessions:linked", get={200: LINK}, args=on_link, open=True),
    Row("sessions:linked", get={}, args=on_no_link, open=True, label="made up"),
    Row("sessions:linked_cancellation", get={200: LINK}, post={302: LINK}, args=on_link, open=True),
    Row("sessions:linked_cancellation", get={}, post={}, args=on_no_link, open=True, label="made up"),
    Row("sessions:linked_reinstatement", post={302: LINK}, args=on_link, open=True),
    Row("sessions:linked_proposal", get={200: LINK}, args=on_proposal, open=True),
    Row("sessions:linked_proposal", get={}, args=on_anas_proposal, open=True, label="by a client's link"),
    Row("sessions:linked_proposal_acceptance", post={302: LINK}, args=on_proposal, data=AT_NO_TIME, open=True),
    Row("sessions:linked_proposal_refusal", post={302: LINK}, args=on_proposal, data=AT_NO_TIME, open=True),
    Row("sessions:proposal_acceptance", post={302: "miriam"}, args=on_proposed, data=AT_NO_TIME),
    Row("sessions:proposal_refusal", post={302: "miriam"}, args=on_proposed, data=AT_NO_TIME),
    Row("sessions:linked_entry", get={200: LINK}, args=on_link, open=True),
    Row("sessions:sessions", get={200: ARRANGING}),
    Row("sessions:import", get={200: COACHES}, post={422: COACHES}),
    Row("sessions:import", get={200: COACHES}, post={200: COACHES}, data={"text": PAST}, label="a table"),
    Row(
        "sessions:import",
        get={200: COACHES},
        post={302: "miriam", 200: "devi"},
        data={"text": PAST, "import": "1"},
        label="of Ana",
    ),
    Row("sessions:import_sample", get={200: COACHES}),
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
    Row("sessions:session_types", get={200: COACHES}),
    Row("sessions:usual_types", post={302: COACHES}),
    Row("sessions:session_type_new", get={200: COACHES}, post={422: COACHES}),
    Row("sessions:session_type_new", get={200: COACHES}, post={302: COACHES}, data=right_type, label="right"),
    Row("sessions:session_type", get={200: COACHES}, post={422: COACHES}, args=on_type),
    Row("sessions:session_type", get={200: COACHES}, post={302: COACHES}, args=on_type, data=right_type, label="right"),
    Row("sessions:session_type", args=on_miriams, get={200: "miriam"}, post={422: "miriam"}, label="Miriam's"),
    Row("sessions:session_type_archiving", post={302: COACHES}, args=on_type),
    Row("sessions:session_type_archiving", post={302: "miriam"}, args=on_miriams, label="Miriam's"),
    Row("sessions:session_type_restoring", post={302: COACHES}, args=on_type),
    Row("sessions:session_type_restoring", post={302: "miriam"}, args=on_miriams, label="Miriam's"),
    Row("sessions:engagement_sessions", get={200: "miriam priya"}, args=on_ana),
    Row("sessions:log", get={200: "miriam"}, post={422: "miriam"}, args=on_ana),
    Row("sessions:log", get={200: "miriam"}, post={302: "miriam"}, args=on_ana, data=LOG, label="right"),
]
