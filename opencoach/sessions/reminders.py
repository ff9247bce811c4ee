"""What people are reminded of, and when: planned for the outbox, again and again, from how things stand.

A reminder belongs to one state of its session (`sequence`): moved, cancelled and booked again are new plans, and what
would have been due before them is not sent any more. The nudge says to client, coach or both that nothing is booked.
"""

import datetime as dt
import hashlib
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from opencoach.outbox import planning, ports
from opencoach.outbox.ports import Planned
from opencoach.people import ports as people
from opencoach.people.actions.pause import current_pauses
from opencoach.people.models import Engagement, Membership, Pause
from opencoach.sessions import reminder_choices, times
from opencoach.sessions.mails.readers import clients_of, coaches_of
from opencoach.sessions.models import CoachingSession, SessionStep, SessionType
from opencoach.sessions.queries.allotment import allotment

REMINDER, NUDGE = "session_reminder", "session_nudge"
NUDGE_AT = dt.time(10)
NUDGE_HOLDS = dt.timedelta(days=7)
Status = CoachingSession.Status


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_planner("sessions.reminders", plan_reminders)
    ports.register_planner("sessions.nudges", plan_nudges)
    people.on_profile_changed(follow_zone)


def follow_zone(member: Membership) -> None:
    """Somebody's clock may have changed: what is planned for them follows at once."""
    theirs = Q(client_parts__membership=member, client_parts__until=None)
    told = (SessionType.Nudged.COACH, SessionType.Nudged.BOTH)
    nudging = CoachingSession.objects.filter(session_type__nudge_days__isnull=False, session_type__nudged__in=told)
    coached = Q(coach_parts__membership=member, coach_parts__until=None, pk__in=nudging.values("engagement"))
    found = Engagement.objects.filter(theirs | coached).exclude(status=Engagement.Status.ENDED)
    for engagement in found.distinct():
        planning.materialise(engagement)


def due(rule: Mapping[str, int], starts_at: dt.datetime, zone: str) -> dt.datetime:
    """When a reminder goes by its rule: so long elapsed before, or at a time of a day before on the clock in `zone`.

    A session on 28 March 2027 at 10:00 in Berlin: "24 hours before" is the 27th at 08:00 UTC, "the day before at
    10:00" at 09:00 UTC.
    """
    if "before" in rule:
        return starts_at - dt.timedelta(seconds=rule["before"])
    day = times.wall(starts_at, zone).date() - dt.timedelta(days=rule["days"])
    hour, minute = divmod(rule["at"], 60)
    return times.instant(day, dt.time(hour, minute), zone)


def plan_reminders(engagement: Engagement, start: dt.datetime, end: dt.datetime) -> Iterable[Planned]:
    """One for each client, session and rule, never at or after the beginning. What has been due already is planned
    still: whether it is a row that waits, or came too late, is the outbox's to know."""
    if engagement.status in {Engagement.Status.ENDED, Engagement.Status.PAUSED}:
        return []
    sessions = CoachingSession.objects.filter(engagement=engagement, status=Status.BOOKED, starts_at__gt=start)
    coming = list(sessions.select_related("session_type").order_by("starts_at", "pk"))
    if not coming:
        return []
    breaks = Breaks(list(current_pauses(engagement)))
    readers = clients_of(engagement)
    return [
        item
        for session in coming
        for reader in readers
        for item in _reminders(session, reader, breaks)
        if item.due_at < end
    ]


def _reminders(session: CoachingSession, reader: Membership, breaks: "Breaks") -> Iterator[Planned]:
    rules = session.session_type.reminders if session.session_type else []
    for rule in rules:
        at = due(rule, session.starts_at, reader.zone)
        if at < session.starts_at and not breaks.cover(at, reader.zone):
            key = f"reminder:{session.public_id}:{session.sequence}:{reminder_choices.key(rule)}:{reader.pk}"
            payload = {
                "session": str(session.public_id), "member": str(reader.public_id), "sequence": session.sequence
            }  # fmt: skip
            yield Planned(REMINDER, "email", reader.person, at, key + breaks.mark, session.starts_at, payload)


def plan_nudges(engagement: Engagement, start: dt.datetime, end: dt.datetime) -> Iterable[Planned]:
    """So many days after the last session, if its type says so, nothing is booked, and something is left to book."""
    if engagement.status != Engagement.Status.ACTIVE:
        return []
    mine = CoachingSession.objects.filter(engagement=engagement)
    if mine.filter(status__in=CoachingSession.AHEAD, ends_at__gt=start).exists():
        return []
    been = mine.filter(status__in=(Status.HELD, Status.BOOKED, Status.MISSED), ends_at__lte=start)
    last = been.select_related("session_type").order_by("-ends_at").first()
    kind = last.session_type if last else None
    if last is None or kind is None or not kind.nudge_days or not allotment(engagement).has_room(kind.minutes):
        return []
    cancelled = SessionStep.objects.filter(
        session__engagement=engagement, kind__in=(SessionStep.Kind.CANCELLED, SessionStep.Kind.DECLINED)
    )
    given_up = cancelled.filter(at__gt=last.ends_at).order_by("-at").first()
    breaks = Breaks(list(current_pauses(engagement)))
    found = []
    for reader in _nudged(engagement, kind):
        at = nudge_due(last.ends_at, kind.nudge_days, given_up.at if given_up else None, reader.zone)
        key = f"nudge:{last.public_id}:{given_up.pk if given_up else 0}:{reader.pk}{breaks.mark}"
        if at < end and not breaks.cover(at, reader.zone):
            payload = {"session": str(last.public_id), "member": str(reader.public_id)}
            found.append(Planned(NUDGE, "email", reader.person, at, key, at + NUDGE_HOLDS, payload))
    return found


def _nudged(engagement: Engagement, kind: SessionType) -> list[Membership]:
    """Who is told that nothing is booked, as the type says: the clients, the present coaches, or all of them."""
    clients = clients_of(engagement) if kind.nudged != SessionType.Nudged.COACH else []
    coaches = coaches_of(engagement) if kind.nudged != SessionType.Nudged.CLIENT else []
    return [*clients, *coaches]


def nudge_due(ended_at: dt.datetime, days: int, given_up: dt.datetime | None, zone: str) -> dt.datetime:
    """So many days after the last session, at ten in the morning there; the day after one that was given up, if that
    is later."""
    day = times.wall(ended_at, zone).date() + dt.timedelta(days=days)
    if given_up is not None:
        day = max(day, times.wall(given_up, zone).date() + dt.timedelta(days=1))
    return times.instant(day, NUDGE_AT, zone)


@dataclass(frozen=True, slots=True)
class Breaks:
    """The pauses of an engagement: nothing is due on their days."""

    pauses: Sequence[Pause]

    def cover(self, at: dt.datetime, zone: str) -> bool:
        """Whether the day of an instant in that zone is one of a pause."""
        day = at.astimezone(zoneinfo.ZoneInfo(zone)).date()
        return any(one.starts_on <= day and (one.ends_on is None or day <= one.ends_on) for one in self.pauses)

    @property
    def mark(self) -> str:
        """In the keys of what is planned: with other pauses it is another plan, so what one took back comes again."""
        if not self.pauses:
            return ""
        said = ",".join(f"{one.pk}:{one.starts_on}:{one.ends_on}" for one in self.pauses)
        return ":" + hashlib.sha256(said.encode()).hexdigest()[:8]
