"""What comes again and again in a plan, in a review: habits and check-ins since the session before."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Exists, F, FilteredRelation, Func, OuterRef, Q, Subquery, TextField

from opencoach.dashboard.queries.hanging import Done, Hung, Listed, Span, number_of
from opencoach.people.models import Membership
from opencoach.plan import days, private, rhythm
from opencoach.plan.models import CheckIn, CheckInRhythm, Habit, HabitTick
from opencoach.plan.queries import bundle
from opencoach.plan.queries.checkins import SeenCheckIn, seen_checkin
from opencoach.plan.strength import counted

LONGEST = dt.timedelta(days=183)  # further back a review doesn't look for check-ins: their page has the whole line
ANSWER = ("public_id", "day", "progress", "mood", "sealed_for")


@dataclass(frozen=True, slots=True)
class Checked:
    """The check-ins of one rhythm, in order. `missing` of those that were due did not come; `latest` is in words."""

    progress: list[tuple[dt.date, int]]
    missing: int
    latest: SeenCheckIn | None

    @property
    def points(self) -> str:
        """The line of an SVG of 96 × 24, at real times."""
        began, ended = self.progress[0][0], self.progress[-1][0]
        long = max((ended - began).days, 1)
        return " ".join(f"{4 + 88 * (day - began).days / long:.1f},{22 - 2 * value}" for day, value in self.progress)


def hang_again(
    reader: Membership, span: Span, goals: Mapping[int, Hung], rest: Hung, folded: Collection[int | None] = ()
) -> None:
    """Habits and check-ins under their goals; one query. Of those under a `folded` goal it is known that they are
    there, and no more."""
    first = max(span.first or span.today - LONGEST, span.today - LONGEST)
    engagement, client = span.engagement, span.client
    rows = bundle.load(reader, {
        "habit": _habits(Habit.objects.filter(engagement=engagement, client=client), span),
        "rhythm": _rhythms(CheckInRhythm.objects.filter(engagement=engagement, client=client), first),
    }, {engagement.pk: engagement})  # fmt: skip
    for habit in sorted(rows["habit"], key=_place):
        is_folded = _where(habit, goals) in folded
        goals.get(habit.goal_id, rest).habits.append(Done(habit, "", 0) if is_folded else _kept(habit, span))
    for same in _each(rows["rhythm"]):
        is_folded = _where(same[0], goals) in folded
        told = Checked([], 1, None) if is_folded else _checked(same, span, first)
        if told.progress or told.missing:
            goals.get(same[0].goal_id, rest).checkins.append(told)


def _where(row: Any, goals: Mapping[int, Hung]) -> int | None:
    """The goal that it is shown under, None for none."""
    return row.goal_id if row.goal_id in goals else None


def _each(rows: list[Any]) -> list[list[Any]]:
    """The rows of each thing, in the order of the plan."""
    rows.sort(key=_place)
    return [list(same) for _key, same in groupby(rows, _place)]


def _place(row: Any) -> tuple[int, int]:
    return row.position, row.pk


def _habits(rows: Any, span: Span) -> tuple[Any, dict[str, Any]]:
    """The database counts the days on which one was kept: a first review looks back on years of them. Those that didn't
    count come as one text."""
    rows = rows.filter(Q(ended_on=None) | Q(ended_on__gte=span.first) if span.first else Q(ended_on=None))
    ticks = HabitTick.objects.filter(habit=OuterRef("pk"))
    kept = ticks.filter(state=HabitTick.State.DONE, **({"day__gte": span.first} if span.first else {}))
    off = ticks.filter(state__in=HabitTick.OFF, **({"day__gte": span.first} if span.first else {}))
    off = off.order_by().annotate(days=Listed("day"))
    return rows, {
        "kept": number_of(kept), "settled": Exists(ticks.filter(day=span.today)),
        "off": Subquery(off.values("days")),
    }  # fmt: skip


def _kept(habit: Any, span: Span) -> Done:
    """How often a habit was kept, of how many days that count."""
    first = max(habit.started_on, span.first or habit.started_on)
    done = Done(habit, str(private.words(habit).get("title", "")), habit.extra["kept"])
    if habit.per == Habit.Period.DAY:
        last = span.today if habit.extra["settled"] else span.today - days.DAY
        last = min(last, habit.ended_on or last)
        marked = {dt.date.fromisoformat(day) for day in (habit.extra["off"] or "").split(",") if day}
        off = days.days_off(span.pauses, first, last) | marked
        done.due = max(done.times, len(counted(habit.aim, first, last, off)))
    return done


class Hex(Func):
    """Bytes as text, for what goes through JSON."""

    function = "HEX"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="ENCODE(%(expressions)s, 'hex')", **context)


def _rhythms(rows: Any, first: dt.date) -> tuple[Any, dict[str, Any]]:
    """A row for each answer."""
    fresh = Q(checkins__removed_at=None, checkins__day__gte=first)
    rows = rows.filter(Q(ended_on=None) | Q(ended_on__gte=first))
    rows = rows.annotate(fresh=FilteredRelation("checkins", condition=fresh))
    return rows, {**{name: F(f"fresh__{name}") for name in ANSWER}, "words": Hex("fresh__words")}


def _checked(same: list[Any], span: Span, first: dt.date) -> Checked:
    answers = sorted((row for row in same if row.extra["day"]), key=lambda row: row.extra["day"])
    given = [(dt.date.fromisoformat(row.extra["day"]), int(row.extra["progress"])) for row in answers]
    kept = {day for day, _progress in given}
    # one is open for six more days: until then it is not missing
    due = rhythm.due_days(same[0], first, span.today - dt.timedelta(days=rhythm.OPEN_FOR + 1))
    missing = [day for day in due if day not in kept and not days.paused_on(span.pauses, day)]
    return Checked(given, len(missing), _in_words(answers[-1], given[-1]) if answers else None)


def _in_words(row: Any, given: tuple[dt.date, int]) -> SeenCheckIn:
    extra, (day, progress) = row.extra, given
    answer = CheckIn(
        rhythm=row, engagement=row.engagement, public_id=uuid.UUID(extra["public_id"]), day=day, progress=progress,
        sealed_for=uuid.UUID(extra["sealed_for"]) if extra["sealed_for"] else None, mood=extra["mood"],
        words=bytes.fromhex(extra["words"] or ""),
    )  # fmt: skip
    return seen_checkin(answer)
