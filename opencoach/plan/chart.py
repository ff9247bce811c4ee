"""Measures over time as a drawing: our own SVG, so that it reads without a script, prints, and takes the page's
colours (docs/decisions/0045). Pure: numbers in, places out. Across, places are per cent of the width, so that a
drawing is as wide as the page; down, they are pixels."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from opencoach.plan.trends import Band, Point, axis, medians, pieces, thinned

MOST = 240  # points that are drawn
EDGE = 1.5  # per cent on either side of what is drawn
ALONE, SHARED = 220, 150  # how high a panel is
HEAD = 17  # above its highest line, for that line's number
FOOT = 22  # below the last panel, for the dates
BETWEEN = 26  # between two panels
MANY = 60  # values of one series, above which its dots are left out
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Time:
    """Where instants lie across."""

    start: dt.datetime
    end: dt.datetime

    def x(self, at: dt.datetime) -> float:
        return round(EDGE + (100 - 2 * EDGE) * ((at - self.start) / self.span), 2)

    @property
    def span(self) -> dt.timedelta:
        return self.end - self.start or dt.timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Series:
    """What is drawn of one measure. Nothing leads over a gap: `rhythm` says what is one."""

    points: Sequence[Point]
    rhythm: str = ""
    unit: str = ""
    target: float | None = None
    baseline: float | None = None
    band: Band | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A series on its panel; `number` says which one it is. Lines are SVG points."""

    number: int
    dots: list[tuple[float, float, Point]]
    lines: list[str]
    trend: list[str]
    target: float | None
    baseline: float | None
    band: tuple[float, float] | None  # top, height


@dataclass(frozen=True, slots=True)
class Panel:
    """Series of one unit, on one scale. `ticks` are (y, value)."""

    unit: str
    top: float
    bottom: float
    ticks: list[tuple[float, float]]
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Panels over each other, with one time for all of them."""

    time: Time
    height: float
    panels: list[Panel]


def draw(series: Sequence[Series]) -> Drawn | None:
    """The drawing of these, those of one unit on one panel; None where there is no value at all."""
    given = [(number, one) for number, one in enumerate(series) if one.points]
    if not given:
        return None
    start = min(one.points[0][0] for _number, one in given)
    time = Time(start, max(start + WEEK, *(one.points[-1][0] for _number, one in given)))
    by_unit: dict[str, list[tuple[int, Series]]] = {}
    for number, one in given:
        by_unit.setdefault(one.unit.casefold().strip(), []).append((number, one))
    high = ALONE if len(by_unit) == 1 else SHARED
    panels, top = [], float(HEAD)
    for group in by_unit.values():
        panels.append(_panel(group, time, top, top + high - HEAD))
        top += high + BETWEEN - HEAD
    return Drawn(time, panels[-1].bottom + FOOT, panels)


def _panel(group: Sequence[tuple[int, Series]], time: Time, top: float, bottom: float) -> Panel:
    shown = [value for _number, one in group for value in _values(one)]
    scale = axis(min(shown), max(shown))

    high, each = scale.high, (bottom - top) / (scale.high - scale.low)

    def y(value: float) -> float:
        return round(top + each * (high - value), 1)

    return Panel(
        unit=group[0][1].unit, top=top, bottom=bottom, ticks=[(y(value), value) for value in scale.ticks],
        lines=[_line(number, one, time, y, len(group) == 1) for number, one in group],
    )  # fmt: skip


def _values(one: Series) -> list[float]:
    said = [value for value in (one.target, one.baseline) if value is not None]
    return [value for _at, value in one.points] + said + ([one.band.low, one.band.high] if one.band else [])


def _line(number: int, one: Series, time: Time, y: Callable[[float], float], alone: bool) -> Line:
    """Of one that stands alone on its panel the middle of the last five is drawn, too."""

    start, span, width = time.start, time.span, 100 - 2 * EDGE  # of thousands of points: not asked for one by one

    def line(piece: Sequence[Point]) -> str:
        return " ".join(
            f"{round(EDGE + width * ((at - start) / span), 2)},{y(value)}" for at, value in thinned(piece, MOST)
        )

    dots = (
        one.points
        if len(one.points) <= MANY
        else [piece[0] for piece in pieces(one.points, one.rhythm) if len(piece) == 1]
    )
    return Line(
        number=number,
        dots=[(time.x(at), y(value), (at, value)) for at, value in dots],
        lines=[line(piece) for piece in pieces(one.points, one.rhythm) if len(piece) > 1],
        trend=[line(piece) for piece in medians(one.points, one.rhythm) if len(piece) > 1] if alone else [],
        target=None if one.target is None else y(one.target),
        baseline=None if one.baseline is None else y(one.baseline),
        band=(y(one.band.high), round(y(one.band.low) - y(one.band.high), 1)) if one.band else None,
    )
