"""What a chart shows of values over time. Pure: points are (instant, value), in order. What is missing stays missing:
no line leads over a gap, and nothing is made up in it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[dt.datetime, float]
WINDOW = 5  # values that a rolling median looks at
PATIENCE = 2.5  # how many times its rhythm may pass before two values aren't joined
RHYTHM = {"day": 1, "week": 7, "month": 31}  # days
LOOSE = 45  # days, for a measure without a rhythm


def pieces(points: Sequence[Point], rhythm: str = "") -> list[list[Point]]:
    """Runs of values that belong together: a gap of more than 2.5 times the rhythm ends one."""
    longest = dt.timedelta(days=RHYTHM[rhythm] * PATIENCE if rhythm in RHYTHM else LOOSE)
    found: list[list[Point]] = []
    for point in points:
        if found and point[0] - found[-1][-1][0] <= longest:
            found[-1].append(point)
        else:
            found.append([point])
    return found


def medians(points: Sequence[Point], rhythm: str = "", window: int = WINDOW) -> list[list[Point]]:
    """The rolling median at the time of each value, of it and those before it in the same piece. A value is only
    there once three are behind it, and a piece that never has three is empty (left out)."""
    found = []
    for piece in pieces(points, rhythm):
        ends = range(min(3, window), len(piece) + 1)
        values = [value for _at, value in piece]
        line = [(piece[end - 1][0], _middle(values[max(0, end - window) : end])) for end in ends]
        if line:
            found.append(line)
    return found


def _middle(values: list[float]) -> float:
    """Their median; thousands of windows of a few values take a third of the time that `statistics` takes."""
    values.sort()
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


@dataclass(frozen=True, slots=True)
class Band:
    """Where a value is no reliable change from the baseline."""

    low: float
    high: float


def band(baseline: float | None, smallest: float | None) -> Band | None:
    """Baseline ± smallest reliable change; None where either is unknown."""
    if baseline is None or smallest is None:
        return None
    return Band(baseline - smallest, baseline + smallest)


def thinned(points: Sequence[Point], most: int) -> list[Point]:
    """At most so many of them, for a picture: of each stretch the lowest and the highest, so that no peak is lost. The
    first and the last stay."""
    if len(points) <= most or most < 4:
        return list(points)
    each = (len(points) - 2) / ((most - 2) // 2)
    kept = {0, len(points) - 1}
    for number in range((most - 2) // 2):
        stretch = range(1 + int(number * each), min(len(points) - 1, 1 + int((number + 1) * each)))
        if stretch:
            kept.add(min(stretch, key=lambda index: points[index][1]))
            kept.add(max(stretch, key=lambda index: points[index][1]))
    return [points[index] for index in sorted(kept)]


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale that reads well: from `low` to `high` in steps of 1, 2, 2.5 or 5 times a power of ten."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [round(self.low + number * self.step, 10) for number in range(count + 1)]


def axis(low: float, high: float, most: int = 5) -> Axis:
    """The scale of values from `low` to `high`, with at most about `most` steps."""
    if high < low:
        low, high = high, low
    if high - low <= 1e-9 * max(1.0, abs(low), abs(high)):  # too near to be told apart on a drawing
        room = max(1.0, 1e-6 * abs(low))
        low, high = low - room, high + room
    rough = (high - low) / most
    power = 10.0 ** _exponent(rough)
    step = next((size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough * 0.999999), 10 * power)
    first, last = _down(low, step), -_down(-high, step)
    return Axis(first, last, step)


def _exponent(value: float) -> int:
    return int(f"{value:e}".partition("e")[2])


def _down(value: float, step: float) -> float:
    return round((value / step + 1e-9) // 1 * step, 10)
