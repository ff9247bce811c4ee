"""What is in a packet: the rule's words, materials and questions, or those chosen for one session."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from opencoach.lib import sealing
from opencoach.library.models import Material, Version
from opencoach.library.queries.materials import LATEST
from opencoach.plan import private as plan
from opencoach.questionnaires.models import Questionnaire
from opencoach.sessions.models import CoachingSession, Packet, PacketRule, SessionAction

KEY = "sessions"


@dataclass(frozen=True, slots=True)
class Content:
    """A packet's content as it stands now. `summary`: that of the session, "" while it isn't shared."""

    text: str
    materials: Sequence[Material]
    questionnaire: Questionnaire | None
    summary: str
    waits: bool  # for a summary that isn't written yet
    actions: bool
    attach: bool

    @property
    def is_empty(self) -> bool:
        """There is nothing that could be sent."""
        return not (self.text.strip() or self.materials or self.questionnaire or self.summary or self.actions)


def seal(packet: Packet, words: dict[str, str]) -> bytes:
    """The words of a packet at rest. Its session and engagement are known."""
    kept = {name: text for name, text in words.items() if text}
    if not kept:
        return b""
    return sealing.seal(_key(packet), _place(packet), json.dumps(kept, ensure_ascii=False).encode())


def words(packet: Packet | None) -> dict[str, str]:
    """What the coach wrote for this session; {} for nothing, or where its key has been destroyed."""
    content = bytes(packet.words) if packet is not None else b""
    if packet is None or not content:
        return {}
    try:
        return dict(json.loads(sealing.unseal(_key(packet), _place(packet), content)))
    except sealing.Unreadable:
        return {}


def keep_text(rule: PacketRule, text: str) -> None:
    """The words of a rule, not saved: of an engagement's sealed, of a session type's (for many) as they are."""
    rule.text, rule.words = text, b""
    if rule.engagement is not None and text:
        rule.text, rule.words = "", sealing.seal(_rule_key(rule), _rule_place(rule), text.encode())


def text_of(rule: PacketRule) -> str:
    """The words of a rule; "" for none, or where their key has been destroyed."""
    if not rule.words:
        return rule.text
    try:
        return sealing.unseal(_rule_key(rule), _rule_place(rule), bytes(rule.words)).decode()
    except sealing.Unreadable:
        return ""


def _rule_key(rule: PacketRule) -> str:
    return f"{rule.engagement.public_id if rule.engagement else ''}.{KEY}"


def _rule_place(rule: PacketRule) -> str:
    return f"coaching_sessions.packet_rule.words:{rule.public_id}"


def _key(packet: Packet) -> str:
    return f"{packet.session.engagement.public_id}.{KEY}"


def _place(packet: Packet) -> str:
    return f"coaching_sessions.packet.words:{packet.public_id}"


def content_of(rule: PacketRule, packet: Packet | None, summary: str = "") -> Content:
    """What goes by this rule for one session, whose `summary` it sends where it is to. `rule` comes with its materials
    (`with_materials`)."""
    materials: Sequence[Material] = [part.material for part in rule.material_parts.all()]
    questionnaire, text = rule.questionnaire, text_of(rule)
    chosen = packet.content if packet is not None else None
    if chosen is not None:
        materials = _materials(rule, chosen.get("materials"))
        questionnaire = _questionnaire(rule, str(chosen.get("questionnaire", "")))
        text = words(packet).get("text", "")
    return Content(
        text=text,
        materials=[one for one in materials if one.archived_at is None],
        questionnaire=questionnaire,
        summary=summary if rule.summary else "",
        waits=rule.summary and not summary,
        actions=rule.actions,
        attach=rule.attach,
    )


def _materials(rule: PacketRule, keys: object) -> list[Material]:
    wanted = [str(key) for key in keys] if isinstance(keys, list) else []
    found = {
        str(one.public_id): one for one in Material.objects.filter(practice=rule.practice_id, public_id__in=wanted)
    }
    return [found[key] for key in wanted if key in found]


def _questionnaire(rule: PacketRule, key: str) -> Questionnaire | None:
    return Questionnaire.objects.filter(practice=rule.practice_id, public_id=key).first() if key else None


def newest(materials: Iterable[Material]) -> list[Version]:
    """The newest version of each, in the same order, with its file."""
    wanted = list(materials)
    rows = Version.objects.filter(material__in=wanted, number=LATEST).select_related("material", "file__practice")
    found = {row.material_id: row for row in rows}
    return [found[one.pk] for one in wanted if one.pk in found]


def agreed_actions(session: CoachingSession, client_id: int) -> list[str]:
    """The titles of the actions that were agreed in a session, for one of its clients."""
    rows = SessionAction.objects.filter(session=session, action__removed_at=None).select_related("action__engagement")
    found = [row.action for row in rows.order_by("pk") if row.action.client_id in {None, client_id}]
    return [title for action in found if (title := str(plan.words(action).get("title", "")))]
