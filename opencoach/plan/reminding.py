"""What somebody is reminded of, and when: planned for the outbox, again and again, from how things stand.

Everything of one person that is due at one minute goes in one mail. Times are read on the recipient's own wall; of the
days of a pause nothing is planned. What was changed is another plan (its mark is in the key), so that what one took
back can come again.
"""

import datetime as dt
import hashlib
import zoneinfo
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from opencoach.outbox import planning, ports
from opencoach.outbox.ports import Planned
from opencoach.people import ports as people
from opencoach.people.actions.pause import current_pauses
from opencoach.people.models import Engagement, EngagementClient, Membership, Pause
from opencoach.plan import days, recurrence, rhythm, strength, ticks
from opencoach.plan.models import Action, CheckInRhythm, Encouragement, Habit, HabitTick
from opencoach.plan.queries.todos import falls_on
from opencoach.plan.recurrence import instant

REMINDER, WORD = "plan_reminder", "plan_encouragement"
MORNING = dt.time(9)  # for what has no time of its own
HOLDS = dt.timedelta(hours=10)  # later than that it reminds of nothing
BACK = dt.timedelta(days=1)  # what was due and is still on its way stays planned
AWAKE = (dt.time(8), dt.time(20))  # words arrive between
PATIENCE = dt.timedelta(minutes=30)  # in which one may still take them back
FRESH = dt.timedelta(days=2)


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_planner("plan.reminders", plan_reminders)
    ports.register_planner("plan.encouragement", plan_words)
    people.on_profile_changed(follow_zone)


def follow_zone(member: Membership) -> None:
    """Somebody's clock may have changed: what is planned for them follows at once."""
    for engagement in Engagement.objects.filter(client_parts__membership=member, client_parts__until=None).distinct():
        planning.materialise(engagement)


@dataclass(slots=True)
class Due:
    """What one person is reminded of at one instant."""

    actions: list[Action] = field(default_factory=list)
    habits: list[Habit] = field(default_factory=list)
    rhythms: list[CheckInRhythm] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.actions or self.habits or self.rhythms)

    def mark(self, pauses: Sequence[Pause]) -> str:
        """Another one for other things, or the same in another state; `pauses` are all, those taken back too."""
        said = [f"{one.public_id}:{one.status_at.isoformat()}:{one.carried}" for one in self.actions]
        said += [f"{one.public_id}" for one in (*self.habits, *self.rhythms)]
        said += [f"{one.pk}:{one.starts_on}:{one.ends_on}:{one.withdrawn_at}" for one in pauses]
        return hashlib.sha256(",".join(sorted(said)).encode()).hexdigest()[:12]


def plan_reminders(engagement: Engagement, start: dt.datetime, end: dt.datetime) -> Iterable[Planned]:
    """One mail for each person and minute at which something that reminds is due."""
    if engagement.status != Engagement.Status.ACTIVE:
        return []
    every = reminding(engagement)
    if not every:
        return []
    known = list(Pause.objects.filter(engagement=engagement).order_by("pk"))
    pauses = [one for one in known if one.withdrawn_at is None]
    clients, coaches = readers_of(engagement)
    planned = []
    for reader in [*clients, *coaches]:
        mine = due_for(reader, every, start - BACK, end)
        for at, due in mine.items():
            day = wall(at, reader.zone).date()
            if not days.paused_on(pauses, day):
                key = f"plan:{engagement.public_id}:{reader.pk}:{at:%Y%m%dT%H%M}:{due.mark(known)}"
                payload = {"member": str(reader.public_id), "at": at.isoformat()}
                planned.append(Planned(REMINDER, "email", reader.person, at, key, at + HOLDS, payload))
    return planned


def reminding(engagement: Engagement) -> Due:
    """What in this plan reminds at all; three queries."""
    actions = Action.objects.filter(
        engagement=engagement, reminds=True, status=Action.Status.OPEN, removed_at=None, day__isnull=False
    )
    rhythms = CheckInRhythm.objects.filter(
        engagement=engagement, clock__isnull=False, ended_on=None, removed_at=None, client__isnull=False
    )
    habits = Habit.objects.filter(engagement=engagement, clock__isnull=False, ended_on=None, removed_at=None)
    return Due(
        list(actions.select_related("client")), list(habits.select_related("client")),
        list(rhythms.select_related("client")),
    )  # fmt: skip


def readers_of(engagement: Engagement) -> tuple[list[Membership], list[Membership]]:
    """(the clients who take part now, the coaches)."""
    clients = EngagementClient.objects.filter(engagement=engagement, until=None, membership__ended_at=None)
    coaches = engagement.coach_parts.filter(until=None, membership__ended_at=None)
    related = "membership__person"
    return (
        [part.membership for part in clients.select_related(related).order_by("pk")],
        [part.membership for part in coaches.select_related(related).order_by("pk")],
    )


def due_for(reader: Membership, every: Due, start: dt.datetime, end: dt.datetime) -> dict[dt.datetime, Due]:
    """What of all of this the person is reminded of between two instants, by the instant. Pure."""
    found: dict[dt.datetime, Due] = defaultdict(Due)
    first, last = wall(start, reader.zone).date(), wall(end, reader.zone).date()
    for action in every.actions:
        if _is_for(reader, action):
            for day in _days_of(action, first, last):
                found[instant(day, action.clock or MORNING, reader.zone)].actions.append(action)
    for habit in every.habits:
        if habit.clock is not None and reader.is_client and habit.client_id in {None, reader.pk}:
            for day in _days_asked(habit, first, last):
                found[instant(day, habit.clock, reader.zone)].habits.append(habit)
    for row in every.rhythms:
        if reader.is_client and row.client_id == reader.pk and row.clock is not None:
            for day in rhythm.due_days(row, first, last):
                found[instant(day, row.clock, reader.zone)].rhythms.append(row)
    return {at: due for at, due in found.items() if start <= at < end}


def _is_for(reader: Membership, action: Action) -> bool:
    """Whoever does it: the coach, or the client whose it is (each of a group where it is the group's)."""
    if action.side == Action.Doer.COACH:
        return reader.is_coach
    return reader.is_client and action.client_id in {None, reader.pk}


def _days_of(action: Action, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The days on which it is due, while it is in sight."""
    start = action.day or first
    if not action.is_again:
        shown = max(start, action.snoozed_until or start)
        if first <= shown <= last:
            yield shown
        return
    try:
        rule = recurrence.parse(action.rule)
    except recurrence.BadRule:
        return
    for day in recurrence.days(rule, start, first, last):
        if action.snoozed_until is None or day >= action.snoozed_until:
            yield day


def _days_asked(habit: Habit, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The days on which it may be needed; whether it is, shows only then."""
    day = max(first, habit.started_on)
    while day <= last:
        if strength.asked_on(habit.aim, day):
            yield day
        day += days.DAY


def still_open(due: Due, day: dt.date) -> Due:
    """Of what is due on that day, what is not done yet; a query for each kind."""
    rows = Action.objects.filter(pk__in=[one.pk for one in due.actions]).filter(~Q(ticks__day=day))
    left = set(rows.values_list("pk", flat=True))
    answered = set(
        CheckInRhythm.objects.filter(pk__in=[one.pk for one in due.rhythms], checkins__day=day).values_list(
            "pk", flat=True
        )
    )
    return Due(
        [one for one in due.actions if one.pk in left and (not one.is_again or falls_on(one, day))],
        _needed(due.habits, day),
        [one for one in due.rhythms if one.pk not in answered],
    )


def _needed(habits: Sequence[Habit], day: dt.date) -> list[Habit]:
    """Those that are to be reminded of on that day, from their ticks of that week and month."""
    known: dict[int, list[HabitTick]] = defaultdict(list)
    for tick in HabitTick.objects.filter(habit__in=habits, day__gte=day.replace(day=1) - 6 * days.DAY, day__lte=day):
        known[tick.habit_id].append(tick)
    return [
        one for one in habits
        if strength.needed(one.aim, day, ticks.amounts(known[one.pk]), ticks.off(known[one.pk]))
    ]  # fmt: skip


def plan_words(engagement: Engagement, start: dt.datetime, end: dt.datetime) -> Iterable[Planned]:
    """A mail for what a coach or a supporter said, at a waking hour of the client; words of one hour in one mail."""
    if engagement.status != Engagement.Status.ACTIVE:
        return []
    rows = words_since(engagement, start - FRESH)
    if not rows:
        return []
    pauses = list(current_pauses(engagement))
    clients, _coaches = readers_of(engagement)
    found: dict[tuple[int, dt.datetime], list[Encouragement]] = defaultdict(list)
    people = {client.pk: client for client in clients}
    for row in rows:
        if row.client_id in people:
            found[(row.client_id, awake(row.created_at + PATIENCE, people[row.client_id].zone))].append(row)
    planned = []
    for (pk, at), words in found.items():
        reader = people[pk]
        if at < end and not days.paused_on(pauses, wall(at, reader.zone).date()):
            key = f"words:{engagement.public_id}:{min(one.pk for one in words)}"
            payload = {"member": str(reader.public_id), "words": [str(one.public_id) for one in words]}
            planned.append(Planned(WORD, "email", reader.person, at, key, at + FRESH, payload))
    return planned


def words_since(engagement: Engagement, since: dt.datetime) -> list[Encouragement]:
    """What people said to a client since then, for which nobody has thanked yet."""
    rows = Encouragement.objects.filter(engagement=engagement, removed_at=None, created_at__gte=since, thanked_at=None)
    return list(rows.exclude(origin=Encouragement.Origin.HOUSE).order_by("pk"))


def awake(at: dt.datetime, zone: str) -> dt.datetime:
    """That instant, or the next morning where it is night there. On the hour, so that several go together."""
    local = wall(at, zone)
    morning, night = AWAKE
    if local.time() < morning:
        return instant(local.date(), morning, zone)
    if local.time() >= night:
        return instant(local.date() + days.DAY, morning, zone)
    return (at + dt.timedelta(minutes=59)).replace(minute=0, second=0, microsecond=0)


def wall(at: dt.datetime, zone: str) -> dt.datetime:
    return at.astimezone(zoneinfo.ZoneInfo(zone))


def follow(engagement: Engagement) -> None:
    """Something that reminds has changed: the outbox follows in the same transaction."""
    planning.materialise(engagement)
