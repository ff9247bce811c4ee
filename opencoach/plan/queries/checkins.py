"""Check-ins as pages show them: what is due, how it went, and the line that it draws."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.people.models import Engagement, Membership
from opencoach.plan import access, private, rhythm
from opencoach.plan.asking import Asks
from opencoach.plan.chart import Time
from opencoach.plan.models import CheckIn, CheckInRhythm, Goal
from opencoach.plan.queries.todos import goal_title, of_plan
from opencoach.plan.trends import Point, pieces

MOST = 120  # check-ins on one page: two years and more
TOP, BOTTOM = 16, 148  # of their line, in pixels


@dataclass(frozen=True, slots=True)
class SeenRhythm:
    """When something is asked, and what."""

    rhythm: CheckInRhythm
    goal: str
    asks: Asks

    @property
    def when(self) -> str:
        """ "every Friday", "every 2 weeks on Friday" """
        day = WEEKDAYS[self.rhythm.weekday]
        if self.rhythm.interval == 1:
            return _("every %(day)s") % {"day": day}
        return _("every %(n)d weeks on %(day)s") % {"n": self.rhythm.interval, "day": day}


@dataclass(frozen=True, slots=True)
class SeenCheckIn:
    """One that was answered, in words."""

    row: CheckIn
    words: dict[str, Any]
    goal: str

    @property
    def own(self) -> list[tuple[str, str]]:
        return [(str(one["question"]), str(one["answer"])) for one in self.words.get("own") or ()]

    @property
    def mood(self) -> str:
        return str(CheckIn.Mood(self.row.mood).label) if self.row.mood else ""


@dataclass(frozen=True, slots=True)
class Trend:
    """The line of one series between 0 and 10: dots (x, y, what they say, whether it was low), lines over no gap.
    Across, places are per cent of the width; down, pixels (docs/decisions/0045)."""

    dots: list[tuple[float, float, str, bool]]
    lines: list[str]
    ticks: list[tuple[float, int]]
    first: dt.date
    last: dt.date
    label: str


@dataclass(slots=True)
class Series:
    """All check-ins of one goal (or of all of it), the latest first."""

    goal: str
    rows: list[SeenCheckIn] = field(default_factory=list)
    trend: Trend | None = None


@dataclass(frozen=True, slots=True)
class CheckIns:
    """What the page of check-ins shows. `open` can be answered now, each with whether it was."""

    rhythms: list[SeenRhythm]
    open: list[tuple[SeenRhythm, dt.date, SeenCheckIn | None]]
    series: list[Series]


def checkins_of(reader: Membership, engagement: Engagement, client: Membership | None, today: dt.date) -> CheckIns:
    """Two queries. What hangs on a goal that is kept from the reader is left out."""
    found = of_plan(reader, CheckInRhythm, engagement, client).filter(ended_on=None).order_by("position", "pk")
    rhythms = [seen_rhythm(_of(row, engagement)) for row in found]
    answered = [seen_checkin(_of(row, engagement)) for row in answered_of(reader, engagement, client)[:MOST]]
    by_day = {(one.row.rhythm_id, one.row.day): one for one in answered}
    due = [(one, day) for one in rhythms for day in rhythm.open_days(one.rhythm, today)[-1:]]
    open_now = [(one, day, by_day.get((one.rhythm.pk, day))) for one, day in due]
    return CheckIns(rhythms, open_now, _series(answered, rhythms))


def answered_of(reader: Membership, engagement: Engagement, client: Membership | None) -> Any:
    """The check-ins of that plan which the reader may read, the latest first."""
    rows = CheckIn.objects.filter(engagement=engagement, client=client, removed_at=None)
    return readable(reader, rows).select_related("rhythm__goal").order_by("-day", "-pk")


def readable(reader: Membership, rows: Any) -> Any:
    """Those of these check-ins that the reader may read: not those of a goal that is kept from them."""
    seen = access.items_for(reader, rows)
    return seen.filter(Q(rhythm__goal=None) | Q(rhythm__goal__in=access.goals_for(reader)))


def seen_rhythm(row: CheckInRhythm) -> SeenRhythm:
    return SeenRhythm(row, goal_title(row), Asks.read(private.words(row)))


def seen_checkin(row: CheckIn) -> SeenCheckIn:
    row.rhythm.engagement = row.engagement
    return SeenCheckIn(row, private.words(row), goal_title(row.rhythm))


def _of(row: Any, engagement: Engagement) -> Any:
    row.engagement = engagement
    return row


def _series(answered: Sequence[SeenCheckIn], rhythms: Sequence[SeenRhythm]) -> list[Series]:
    """By what they are about, in the order of the rhythms; then what is asked no longer."""
    found: dict[int | None, Series] = {one.rhythm.goal_id: Series(one.goal) for one in rhythms}
    for one in answered:
        goal: Goal | None = one.row.rhythm.goal
        found.setdefault(goal.pk if goal else None, Series(one.goal)).rows.append(one)
    interval = max((one.rhythm.interval for one in rhythms), default=1)
    for series in found.values():
        series.trend = trend(series.rows[::-1], interval)
    return [series for series in found.values() if series.rows]


def trend(rows: Sequence[SeenCheckIn], interval: int = 1) -> Trend | None:
    """The drawing of check-ins in order; None for fewer than two."""
    if len(rows) < 2:
        return None
    points: list[Point] = [(_noon(one.row.day), float(one.row.progress)) for one in rows]
    time = Time(points[0][0], points[-1][0])
    runs = pieces(points, "week" if interval == 1 else "")
    return Trend(
        dots=[
            (time.x(at), _y(value), _said(one), one.row.is_low)
            for one, (at, value) in zip(rows, points, strict=True)
        ],
        lines=[" ".join(f"{time.x(at)},{_y(value)}" for at, value in run) for run in runs if len(run) > 1],
        ticks=[(_y(value), value) for value in (0, 5, 10)],
        first=rows[0].row.day,
        last=rows[-1].row.day,
        label=ngettext("%(n)d check-in", "%(n)d check-ins", len(rows)) % {"n": len(rows)}
        + ": "
        + _("from %(first)d to %(now)d of 10") % {"first": rows[0].row.progress, "now": rows[-1].row.progress},
    )  # fmt: skip


def _y(value: float) -> float:
    return round(TOP + (BOTTOM - TOP) * (10 - value) / 10, 1)


def _said(one: SeenCheckIn) -> str:
    return f"{date_format(one.row.day, 'j M Y')}: {one.row.progress}"


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), dt.UTC)
