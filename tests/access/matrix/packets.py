from typing import Any

from opencoach.sessions.actions.packets import Wanted, add_rule
from opencoach.sessions.models import CoachingSession, PacketRule
from tests.access.matrix import COACHES, Row, on_ana
from tests.access.matrix.sessions import on_miriams, on_type
from tests.cast import Cast
from tests.sessions.making import upcoming


def _rule(cast: Cast) -> tuple[CoachingSession, PacketRule]:
    """Of the type of Ana's next session, which Miriam alone holds."""
    session = upcoming(cast)
    assert session.session_type
    wanted = Wanted(text="Hello {first name}")
    return session, add_rule(session.session_type, "before", {"before": 86_400}, wanted, by=cast.miriam)


def on_packet(cast: Cast) -> dict[str, Any]:
    session, rule = _rule(cast)
    return {"practice": "okafor", "session": session.public_id, "rule": rule.public_id}


def on_rule(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "rule": _rule(cast)[1].public_id}


def on_anas_rule(cast: Cast) -> dict[str, Any]:
    """One for the work with Ana alone."""
    wanted = Wanted(text="Hello {first name}")
    rule = add_rule(cast.ana_engagement, "after", {"after": 3_600}, wanted, by=cast.miriam)
    return {"practice": "okafor", "rule": rule.public_id}


BEFORE = {"moment": "before"}
RIGHT = {"timing": "before-86400", "text": "Hello"}
ROWS = [
    Row("sessions:type_packets", get={200: COACHES}, args=on_type),
    Row("sessions:type_packets", get={200: "miriam"}, args=on_miriams, label="Miriam's"),
    Row("sessions:type_packet_new", get={200: COACHES}, post={422: COACHES}, args=lambda c: on_type(c) | BEFORE),
    Row("sessions:type_packet_new", args=lambda c: on_type(c) | {"moment": "during"}, label="no such moment"),
    Row("sessions:engagement_packets", get={200: "miriam"}, args=on_ana),
    Row("sessions:engagement_packet_new", get={200: "miriam"}, post={422: "miriam"}, args=lambda c: on_ana(c) | BEFORE),
    Row("sessions:packet_rule", get={200: "miriam"}, post={302: "miriam"}, args=on_rule, data=RIGHT),
    Row("sessions:packet_rule", get={200: "miriam"}, post={422: "miriam"}, args=on_anas_rule, label="Ana's"),
    Row("sessions:packet_rule_archiving", post={302: "miriam"}, args=on_rule),
    Row("sessions:packet_rule_restoring", post={302: "miriam"}, args=on_anas_rule),
    Row("sessions:packet", get={200: "miriam"}, post={302: "miriam"}, args=on_packet, data={"text": "Hello"}),
    Row("sessions:packet_skipping", post={302: "miriam"}, args=on_packet),
    Row("sessions:packet_taking_up", post={302: "miriam"}, args=on_packet),
    Row("sessions:packet_reset", post={302: "miriam"}, args=on_packet),
    Row("sessions:packet_dispatch", post={302: "miriam"}, args=on_packet),
]
