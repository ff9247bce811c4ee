"""Measures as pages show them."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import ExpressionWrapper, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from opencoach.plan import change, chart, private, spoken
from opencoach.plan.models import Measure, MeasureValue
from opencoach.plan.queries.todos import goal_title
from opencoach.plan.trends import band

TABLE = 200  # values that stand in the table
UTC = dt.UTC  # SQLite keeps it without saying so
LATELY = 120  # values of each measure, where all of them stand below each other


@dataclass(slots=True)
class SeenMeasure:
    """A measure with its words and its values (instant, number), in order: the latest of `count`, which began with
    `first` (None: there is no value)."""

    measure: Measure
    words: dict[str, Any]
    goal: str
    points: list[tuple[dt.datetime, float]]
    count: int
    first: float | None

    @property
    def title(self) -> str:
        return str(self.words.get("title", "")) or _("Words that can’t be read any more")

    @property
    def unit(self) -> str:
        return str(self.words.get("unit", ""))

    @property
    def baseline(self) -> float | None:
        """Where it began: as somebody said, else the first value."""
        if self.measure.baseline is not None:
            return float(self.measure.baseline)
        return self.first

    @property
    def is_cut(self) -> bool:
        """Whether there are values that are older than those here."""
        return self.count > len(self.points)

    @property
    def now(self) -> float | None:
        return self.points[-1][1] if self.points else None

    @property
    def smallest(self) -> float | None:
        return change.smallest(self.measure.sd, self.measure.reliability)

    @property
    def moved(self) -> change.Change | None:
        """From the baseline to now, where it can be told from chance."""
        if self.baseline is None or self.now is None or not self.points:
            return None
        return change.change(self.baseline, self.now, self.measure.sd, self.measure.reliability)

    @property
    def series(self) -> chart.Series:
        """What is drawn of it."""
        target = None if self.measure.target is None else float(self.measure.target)
        around = band(self.baseline, self.smallest)
        return chart.Series(self.points, self.measure.rhythm, self.unit, target, self.baseline, around)

    @property
    def plain_series(self) -> chart.Series:
        """What is drawn of it among others: its values alone."""
        return chart.Series(self.points, self.measure.rhythm, self.unit)

    def drawn(self) -> chart.Drawn | None:
        return chart.draw([self.series])


def seen_measures(rows: Iterable[Measure]) -> list[SeenMeasure]:
    """These measures with all of their values, in one query for all of them."""
    measures = list(rows)
    values = _points(Q(measure__in=measures))
    return [
        _seen(row, points, len(points), points[0][1] if points else None)
        for row in measures
        for points in (values[row.pk],)
    ]


def seen_lately(rows: QuerySet[Measure]) -> list[SeenMeasure]:
    """These measures with the latest of their values, in two queries (one more for each hundred measures)."""
    values = MeasureValue.objects.filter(measure=OuterRef("pk"), removed_at=None)
    first, latest = values.order_by("at", "pk"), values.order_by("-at", "-pk")
    counted = values.order_by().annotate(number=Func("pk", function="COUNT", output_field=IntegerField()))
    found: list[Any] = list(
        rows.annotate(
            value_count=Subquery(counted.values("number")),
            first_value=Subquery(first.values("value")[:1]),
            since=Coalesce(Subquery(latest.values("at")[LATELY - 1 : LATELY]), Subquery(first.values("at")[:1])),
        )
    )
    points: dict[int, list[tuple[dt.datetime, float]]] = {}
    valued = [row for row in found if row.since is not None]
    for begin in range(0, len(valued), 100):
        points |= _points(_since(valued[begin : begin + 100]))
    return [
        _seen(
            row,
            points.get(row.pk, [])[-LATELY:],
            row.value_count,
            None if row.since is None else float(row.first_value),
        )
        for row in found
    ]


def _since(rows: Sequence[Any]) -> Q:
    """All values of these measures that are among the latest, and some more: those of one rhythm since the first
    `since` among them. The part before the others lets the index find them."""
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.rhythm].append(row)
    parts = [_of_group(group) for group in groups.values()]
    return _of_group(rows) & reduce(or_, parts) if len(parts) > 1 else parts[0]


def _of_group(rows: Sequence[Any]) -> Q:
    return Q(measure__in=[row.pk for row in rows], at__gte=min(row.since for row in rows))


def _points(wanted: Q) -> dict[int, list[tuple[dt.datetime, float]]]:
    """The present values that are `wanted`, in order, by the id of their measure. One query."""
    found: dict[int, list[tuple[dt.datetime, float]]] = defaultdict(list)
    rows = MeasureValue.objects.filter(wanted, removed_at=None).order_by("at", "pk")
    for measure, at, value in rows.annotate(when=_as_it_is("at"), number=_as_it_is("value")).values_list(
        "measure_id", "when", "number"
    ):
        found[measure].append((at if at.tzinfo else at.replace(tzinfo=UTC), float(value)))
    return found


def _as_it_is(column: str) -> Any:
    """A column as the driver gives it: of thousands of values Django's conversions take longer than all the rest."""
    return ExpressionWrapper(F(column), output_field=TextField())


def _seen(row: Measure, points: list[tuple[dt.datetime, float]], count: int, first: float | None) -> SeenMeasure:
    return SeenMeasure(row, private.words(row), goal_title(row), points, count, first)


def days_of(seen: Sequence[SeenMeasure]) -> list[tuple[str, list[str]]]:
    """The latest days (in the present zone) with a value of any of them, newest first: each one's last value of that
    day, "" for none. Days and values are in words."""
    by_day: dict[dt.date, list[float | None]] = {}
    zone, in_words = timezone.get_current_timezone(), spoken.Days()
    for number, one in enumerate(seen):
        mine = 0
        for at, value in reversed(one.points):
            row = by_day.setdefault(at.astimezone(zone).date(), [None] * len(seen))
            if row[number] is None:
                row[number], mine = value, mine + 1
                if mine == TABLE:  # no older day of this one can be among the latest of all
                    break
    said: dict[float | None, str] = {}
    for row in by_day.values():
        said |= {value: spoken.number(value) for value in row if value not in said}
    return [
        (in_words(day), [said[value] for value in row]) for day, row in sorted(by_day.items(), reverse=True)[:TABLE]
    ]


@dataclass(frozen=True, slots=True)
class SeenValue:
    """One value of a table, in words."""

    public_id: uuid.UUID
    day: str
    value: str
    source: str
    note: str


def table_of(measure: Measure) -> list[SeenValue]:
    """The latest values with their notes, newest first; days are those of the present zone."""
    rows = measure.values.filter(removed_at=None).order_by("-at", "-pk")[:TABLE]
    sources = {source.value: str(source.label) for source in MeasureValue.Source}
    said: dict[Any, str] = {}
    zone, in_words = timezone.get_current_timezone(), spoken.Days()
    found = []
    for public_id, at, value, source, words in rows.values_list("public_id", "at", "value", "source", "words"):
        text = said.get(value) or said.setdefault(value, spoken.number(value))
        day, note = in_words(at.astimezone(zone).date()), _note(measure, public_id, words)
        found.append(SeenValue(public_id, day, text, sources[source], note))
    return found


def _note(measure: Measure, public_id: uuid.UUID, words: Any) -> str:
    if not words:
        return ""
    return str(private.words(MeasureValue(public_id=public_id, measure=measure, words=bytes(words))).get("note", ""))


def day_of(at: dt.datetime) -> str:
    """The day of a value, on the clock of the present zone."""
    return date_format(timezone.localtime(at), "j M Y")
