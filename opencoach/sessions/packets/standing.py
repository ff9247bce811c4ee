"""The packets of sessions: by which rules, when each goes to whom, and what became of it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from opencoach.library.models import Share
from opencoach.notes import private
from opencoach.notes.models import Summary
from opencoach.people.models import Membership
from opencoach.sessions.models import CoachingSession, Packet, PacketRule, PacketRuleMaterial, SessionStep
from opencoach.sessions.packets import timing
from opencoach.sessions.packets.content import Content, content_of
from opencoach.sessions.queries.summaries import summaries

Status = CoachingSession.Status
Moment = PacketRule.Moment
KNOWN = (SessionStep.Kind.BOOKED, SessionStep.Kind.CONFIRMED, SessionStep.Kind.REINSTATED)
HELD = SessionStep.Kind.HELD


# the columns of a packet, as they are read beside those of its rule
PACKET = tuple(field.name for field in Packet._meta.concrete_fields)
PACKET_COLUMNS = [field.attname for field in Packet._meta.concrete_fields]


@dataclass(frozen=True, slots=True)
class Handed:
    """A packet in one client's hands since `at`, with so many materials, of which so many were opened."""

    client_id: int
    sending_id: int | None
    at: dt.datetime
    materials: int
    opened: int


Packets = dict[tuple[int, int], Packet]  # by session and rule
Copies = dict[int, list[Handed]]  # by packet


@dataclass(slots=True)
class Standing:
    """One packet of one session. `known_at`: since when the session is booked; `held_at`: since when it is known that
    it was held; `copies`: in whose hands it was when this was loaded."""

    session: CoachingSession
    rule: PacketRule
    packet: Packet | None
    known_at: dt.datetime
    held_at: dt.datetime | None
    copies: Sequence[Handed] = ()
    summary: Summary | None = None  # of the session, where the rule sends it
    _content: Content | None = field(default=None, repr=False)

    @property
    def content(self) -> Content:
        if self._content is None:
            self._content = content_of(self.rule, self.packet, private.shared(self.summary))
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
        shared_at = self.summary.shared_at if self.summary is not None else None
        return timing.goes_after(due, *filter(None, [self.held_at, shared_at]))


def with_materials(rules: QuerySet[PacketRule]) -> QuerySet[PacketRule]:
    """These rules with what they send, in two more queries."""
    parts = PacketRuleMaterial.objects.select_related("material").order_by("position", "pk")
    return rules.select_related("questionnaire", "practice", "engagement").prefetch_related(
        Prefetch("material_parts", parts)
    )


def _loaded(sessions: Sequence[CoachingSession], *, gone: bool) -> tuple[list[PacketRule], Packets, Copies]:
    """The rules that hold for any of these sessions, with the packets of the sessions and in whose hands they are, in
    two queries; with `gone` the rules that were put away too, where a packet of one of these sessions is left of them.
    """
    ids = [row.pk for row in sessions]
    types = {row.session_type_id for row in sessions if row.session_type_id}
    present = Q(archived_at=None)
    if gone:
        present = present | Q(Exists(Packet.objects.filter(rule=OuterRef("pk"), session__in=ids)))
    mine = Q(session_type__in=types) | Q(engagement__in={row.engagement_id for row in sessions})
    shares = Share.objects.filter(sending=OuterRef("known__copies__sending"), withdrawn_at=None).order_by()
    counted = shares.values("sending").annotate(number=Count("pk")).values("number")
    rows: Any = with_materials(PacketRule.objects.filter(present, mine)).annotate(  # its columns have many names
        known=FilteredRelation("packets", condition=Q(packets__session__in=ids)),
        **{f"packet_{name}": F(f"known__{name}") for name in PACKET},
        **{f"copy_{name}": F(f"known__copies__{name}") for name in ("id", "client", "sending", "at")},
        copy_materials=Subquery(counted),
        copy_opened=Subquery(shares.filter(opened_at__isnull=False).values("sending").annotate(
            number=Count("pk")
        ).values("number")),
    )  # fmt: skip
    rules: dict[int, PacketRule] = {}
    packets: Packets = {}
    copies: Copies = {}
    for row in rows.order_by("pk", "packet_id", "copy_id"):
        rule = rules.setdefault(row.pk, row)
        if row.packet_id is None:
            continue
        values = [row.pk if name == "rule" else getattr(row, f"packet_{name}") for name in PACKET]
        packets.setdefault((row.packet_session, rule.pk), Packet.from_db(rows.db, PACKET_COLUMNS, values))
        if row.copy_id is not None:
            handed = Handed(
                row.copy_client, row.copy_sending, row.copy_at, row.copy_materials or 0, row.copy_opened or 0
            )
            copies.setdefault(row.packet_id, []).append(handed)
    return list(rules.values()), packets, copies


def standings(
    sessions: Sequence[CoachingSession], *, gone: bool = False, steps: Iterable[SessionStep] | None = None
) -> list[Standing]:
    """The packets of these sessions (all of one engagement), in the order of sessions and moments. One query where
    there are no rules, else three (four with a summary), whatever the number; one less with all their `steps`."""
    if not sessions:
        return []
    rules, packets, copies = _loaded(sessions, gone=gone)
    if not rules:
        return []
    rules.sort(key=lambda one: (one.moment != Moment.BEFORE, one.pk))
    begun = [one for one in sessions if one.starts_at <= timezone.now()]  # nobody sums up what is still to come
    written = summaries(begun) if begun and any(rule.summary for rule in rules) else {}
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
            handed = copies.get(packet.pk, ()) if packet is not None else ()
            summary = written.get(session.pk) if rule.summary else None
            found.append(Standing(session, rule, packet, known_at, held.get(session.pk), handed, summary))
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
