"""Packets: the rules of them, and one packet changed, skipped or sent for one session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.library.actions import templates
from opencoach.library.models import Material
from opencoach.outbox import planning
from opencoach.outbox.actions.post import post
from opencoach.outbox.models import Delivery
from opencoach.people.actions.event import record_event
from opencoach.people.models import Engagement, Membership
from opencoach.people.refusal import Refused
from opencoach.questionnaires.models import Questionnaire
from opencoach.sessions.actions import steps
from opencoach.sessions.mails.readers import clients_of
from opencoach.sessions.models import PacketRule, PacketRuleMaterial, SessionType
from opencoach.sessions.packets import content
from opencoach.sessions.packets.handing import packet_of
from opencoach.sessions.packets.planning import HOLDS, PACKET, PLANNER, payload_of
from opencoach.sessions.packets.standing import Standing, standing_of

MOST = 12  # rules of one session type or engagement


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a rule, or a packet of one session, is to send."""

    text: str = ""
    materials: Sequence[Material] = ()
    questionnaire: Questionnaire | None = None
    attach: bool = False
    summary: bool = False
    actions: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.text.strip() or self.materials or self.questionnaire or self.summary or self.actions)


@transaction.atomic
def add_rule(
    place: SessionType | Engagement, moment: str, timing: Mapping[str, int], wanted: Wanted, *, by: Membership
) -> PacketRule:
    """A rule of a session type or of an engagement. Raises Refused for one that sends nothing, or one too many."""
    _check(wanted)
    owner: dict[str, Any] = {"session_type" if isinstance(place, SessionType) else "engagement": place}
    if PacketRule.objects.filter(archived_at=None, **owner).count() >= MOST:
        raise Refused(_("That is more than anybody reads. Change one that there is."))
    rule = PacketRule(practice=by.practice, created_by=by, moment=moment, timing=dict(timing), **owner)
    _fill(rule, wanted)
    rule.save()
    _set_materials(rule, wanted.materials)
    _record("packet_rule.added", rule, by)
    _follow(rule)
    return rule


@transaction.atomic
def change_rule(rule: PacketRule, timing: Mapping[str, int], wanted: Wanted, *, by: Membership) -> None:
    """What has gone stays as it went; what is still to go follows, unless it was changed for its session."""
    _check(wanted)
    rule.timing = dict(timing)
    _fill(rule, wanted)
    rule.save()
    _set_materials(rule, wanted.materials)
    _record("packet_rule.changed", rule, by)
    _follow(rule)


@transaction.atomic
def archive_rule(rule: PacketRule, *, by: Membership) -> None:
    """Nothing goes by it any more."""
    rule.archived_at = timezone.now()
    rule.save(update_fields=["archived_at"])
    _record("packet_rule.archived", rule, by)
    _follow(rule)


@transaction.atomic
def restore_rule(rule: PacketRule, *, by: Membership) -> None:
    rule.archived_at = None
    rule.save(update_fields=["archived_at"])
    _record("packet_rule.restored", rule, by)
    _follow(rule)


def _check(wanted: Wanted) -> None:
    templates.check(wanted.text)
    if wanted.is_empty:
        raise Refused(_("Say what is to go: some words, materials, or questions."))


def _fill(rule: PacketRule, wanted: Wanted) -> None:
    content.keep_text(rule, wanted.text)
    rule.questionnaire, rule.attach = wanted.questionnaire, wanted.attach
    rule.summary, rule.actions = wanted.summary, wanted.actions


def _set_materials(rule: PacketRule, materials: Sequence[Material]) -> None:
    rule.material_parts.all().delete()
    PacketRuleMaterial.objects.bulk_create(
        PacketRuleMaterial(rule=rule, material=one, position=place) for place, one in enumerate(materials)
    )


def _follow(rule: PacketRule) -> None:
    """The plans of an engagement follow at once; those of a type's many with the worker's next round."""
    if rule.engagement is not None:
        planning.materialise(rule.engagement)


@transaction.atomic
def change_packet(one: Standing, wanted: Wanted, *, by: Membership) -> None:
    """What goes for this session alone, in place of what its rule says. Raises Refused once it has gone."""
    _lock(one)
    if packet_of(one).copies.exists():
        raise Refused(_("It has gone already. Send materials, or write a message."))
    templates.check(wanted.text)
    packet = packet_of(one)
    packet.content = {
        "materials": [str(material.public_id) for material in wanted.materials],
        "questionnaire": str(wanted.questionnaire.public_id) if wanted.questionnaire else "",
    }
    packet.words = content.seal(packet, {"text": wanted.text})
    packet.changed_at = timezone.now()
    packet.save(update_fields=["content", "words", "changed_at"])
    _done("session.packet_changed", one, by)


@transaction.atomic
def reset_packet(one: Standing, *, by: Membership) -> None:
    """As its rule says again."""
    _lock(one)
    packet = packet_of(one)
    packet.words, packet.content, packet.changed_at = b"", None, None
    packet.save(update_fields=["content", "words", "changed_at"])
    _done("session.packet_reset", one, by)


@transaction.atomic
def skip_packet(one: Standing, *, by: Membership) -> None:
    """It doesn't go for this session."""
    _lock(one)
    packet = packet_of(one)
    packet.skipped_at, packet.skipped_by = timezone.now(), by.person
    packet.save(update_fields=["skipped_at", "skipped_by"])
    _done("session.packet_skipped", one, by)


@transaction.atomic
def unskip_packet(one: Standing, *, by: Membership) -> None:
    """It goes after all, if it isn't too late."""
    _lock(one)
    packet = packet_of(one)
    packet.skipped_at = packet.skipped_by = None
    packet.save(update_fields=["skipped_at", "skipped_by"])
    _done("session.packet_taken_up", one, by)


@transaction.atomic
def send_packet(one: Standing, *, by: Membership) -> None:
    """It goes now, whatever its rule says of the time. Raises Refused for nothing to send, or for nobody."""
    _lock(one)
    if one.content.is_empty:
        raise Refused(_("There is nothing to send."))
    if one.content.waits:
        raise Refused(_("Write the summary first."))
    clients = clients_of(one.session.engagement)
    if not clients or one.session.engagement.is_over:
        raise Refused(_("Nobody takes part here who could get it."))
    packet, now = packet_of(one), timezone.now()
    packet.skipped_at = packet.skipped_by = None
    packet.round += 1
    packet.sent_at = now
    packet.save(update_fields=["skipped_at", "skipped_by", "round", "sent_at"])
    for client in clients:
        post(
            PACKET, address=client.person.email, dedupe_key=one.key(client), practice=one.session.practice,
            engagement=one.session.engagement, person=client.person, payload=payload_of(one, client), due_at=now,
            expires_at=now + HOLDS, planner=PLANNER,
        )  # fmt: skip
    keys = [one.key(client) for client in clients]
    Delivery.objects.filter(dedupe_key__in=keys).update(by_hand=True)  # no quiet hours hold what somebody sends now
    _done("session.packet_sent_by_hand", one, by)


def _lock(one: Standing) -> None:
    """The packet as it stands now; nobody else changes it until the commit."""
    steps.lock_engagement(one.session.engagement)
    found = standing_of(one.session, one.rule.public_id)
    one.packet = found.packet if found is not None else None
    one.summary = found.summary if found is not None else None
    one.forget()


def _done(verb: str, one: Standing, by: Membership) -> None:
    session = one.session
    record_event(
        verb, practice=session.practice, engagement=session.engagement, actor=by.person, thing=session.public_id,
        rule=str(one.rule.public_id),
    )  # fmt: skip
    one.forget()
    planning.materialise(session.engagement)


def _record(verb: str, rule: PacketRule, by: Membership) -> None:
    record_event(verb, practice=by.practice, actor=by.person, engagement=rule.engagement, thing=rule.public_id)
