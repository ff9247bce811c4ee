"""The packets of sessions: by which rules, when each goes to whom, and what became of it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from opencoach.people.models import Membership
from opencoach.sessions.models import CoachingSession, Packet, PacketRule, PacketRuleMaterial, SessionStep
from opencoach.sessions.packets import timing
from opencoach.sessions.packets.content import Content, content_of

Status = CoachingSession.Status
Moment = PacketRule.Moment
KNOWN = (SessionStep.Kind.BOOKED, SessionStep.Kind.CONFIRMED, SessionStep.Kind.REINSTATED)
HELD = SessionStep.Kind.HELD


@dataclass(slots=True)
class Standing:
    """One packet of one session. `known_at`: since when the session is booked; `held_at`: since when it is known that
    it was held."""

    session: CoachingSession
    rule: PacketRule
    packet: Packet | None
    known_at: dt.datetime
    held_at: dt.datetime | None
    _content: Content | None = field(default=None, repr=False)

    @property
    def content(self) -> Content:
        if self._content is None:
            self._content = content_of(self.rule, self.packet)
        return self._content

    def forget(self) -> None:
        """Read its content anew."""
        self._content = None

    @property
    def is_skipped(self) -> bool:
        return self.packet is not None and self.packet.skipped_at is not None

    @property
    def is_changed(self) -> bool:
        """It differs from its rule."""
        return self.packet is not None and self.packet.changed_at is not None

    @property
    def round(self) -> int:
        return self.packet.round if self.packet is not None else 0

    def key(self, reader: Membership) -> str:
        """The dedupe key of the mail to one client. Another each time that somebody sends it by hand."""
        again = f":{self.round}" if self.round else ""
        return f"packet:{self.session.public_id}:{self.rule.public_id}:{reader.pk}{again}"

    def rule_due(self, zone: str) -> dt.datetime:
        """The rule's own time."""
        return timing.due(self.rule.timing, self.session.starts_at, self.session.ends_at, zone)

    @property
    def by_hand(self) -> bool:
        """Somebody sent it, whatever the rule says of its time."""
        return self.packet is not None and self.packet.sent_at is not None

    def goes_at(self, zone: str) -> dt.datetime | None:
        """When it goes to a client with that clock; None while it waits for something, or for ever."""
        if self.is_skipped or self.content.is_empty or self.content.waits:
            return None
        if self.packet is not None and self.packet.sent_at is not None:
            return self.packet.sent_at
        due = self.rule_due(zone)
        if self.rule.archived_at is not None or (due < self.rule.created_at and self.known_at <= self.rule.created_at):
            return None  # put away; or younger than its time for a session that was booked already
        return self._before(due) if self.rule.moment == Moment.BEFORE else self._after(due)

    def _before(self, due: dt.datetime) -> dt.datetime | None:
        if self.session.status != Status.BOOKED:
            return None
        return timing.goes_before(due, known_at=self.known_at, starts_at=self.session.starts_at)

    def _after(self, due: dt.datetime) -> dt.datetime | None:
        if self.session.status != Status.HELD or self.held_at is None:
            return None
        summed_up = self.packet.summed_up_at if self.packet is not None and self.rule.summary else None
        return timing.goes_after(due, *filter(None, [self.held_at, summed_up]))


def with_materials(rules: QuerySet[PacketRule]) -> QuerySet[PacketRule]:
    """These rules with what they send, in two more queries."""
    parts = PacketRuleMaterial.objects.select_related("material").order_by("position", "pk")
    return rules.select_related("questionnaire", "practice").prefetch_related(Prefetch("material_parts", parts))


def rules_for(sessions: Iterable[CoachingSession], *, gone: bool = False) -> list[PacketRule]:
    """The rules that hold for any of these sessions; with `gone` those that were put away too, where a packet of one
    of these sessions is left of them."""
    rows = list(sessions)
    types = {row.session_type_id for row in rows if row.session_type_id}
    engagements = {row.engagement_id for row in rows}
    present = Q(archived_at=None)
    if gone:
        left = Packet.objects.filter(rule=OuterRef("pk"), session__in=[row.pk for row in rows])
        present = present | Q(Exists(left))
    found = PacketRule.objects.filter(present, Q(session_type__in=types) | Q(engagement__in=engagements))
    return list(with_materials(found).order_by("pk"))


def standings(
    sessions: Sequence[CoachingSession], *, gone: bool = False, steps: Iterable[SessionStep] | None = None
) -> list[Standing]:
    """The packets of these sessions (all of one engagement), in the order of sessions and moments. One query where
    there are no rules, else four, whatever the number; one less with all `steps` of the sessions."""
    if not sessions or not (rules := rules_for(sessions, gone=gone)):
        return []
    rules.sort(key=lambda one: (one.moment != Moment.BEFORE, one.pk))
    packets = {(packet.session_id, packet.rule_id): packet for packet in Packet.objects.filter(session__in=sessions)}
    booked, held = _known(_steps(sessions) if steps is None else steps)
    found = []
    for session in sessions:
        for rule in rules:
            packet = packets.get((session.pk, rule.pk))
            if not _holds(rule, session) or (rule.archived_at is not None and packet is None):
                continue
            if packet is not None:
                packet.session, packet.rule = session, rule
            known_at = booked.get(session.pk, session.created_at)
            found.append(Standing(session, rule, packet, known_at, held.get(session.pk)))
    return found


def _holds(rule: PacketRule, session: CoachingSession) -> bool:
    if rule.session_type_id is not None:
        return rule.session_type_id == session.session_type_id
    return rule.engagement_id == session.engagement_id


def _steps(sessions: Sequence[CoachingSession]) -> QuerySet[SessionStep]:
    return SessionStep.objects.filter(session__in=sessions, kind__in=(*KNOWN, HELD))


def _known(steps: Iterable[SessionStep]) -> tuple[dict[int, dt.datetime], dict[int, dt.datetime]]:
    """Since when each session is booked, and since when it is known to have been held."""
    booked: dict[int, dt.datetime] = {}
    held: dict[int, dt.datetime] = {}
    for step in sorted(steps, key=lambda one: one.pk):
        if step.kind == HELD:
            held[step.session_id] = step.at
        elif step.kind in KNOWN:
            booked[step.session_id] = step.at
    return booked, held


def standing_of(session: CoachingSession, rule_id: object) -> Standing | None:
    """The packet of one session by its rule's public id; None where there is none."""
    return next((one for one in standings([session], gone=True) if str(one.rule.public_id) == str(rule_id)), None)
