"""A wheel of life as a drawing: points on spokes, the first at the top, clockwise. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

SIZE = 300
MIDDLE = SIZE / 2
REACH = 100  # of a ten, from the middle
RINGS = (2, 4, 6, 8, 10)


@dataclass(frozen=True, slots=True)
class Spoke:
    """One area: where its spoke ends, and where its name stands (`anchor`: start, middle or end)."""

    name: str
    x: float
    y: float
    text_x: float
    text_y: float
    anchor: str


def point(place: int, of: int, score: float) -> tuple[float, float]:
    """Where a score of 0–10 lies on the spoke at `place` (0 … of−1)."""
    angle = 2 * math.pi * place / of
    far = REACH * score / 10
    return round(MIDDLE + far * math.sin(angle), 1), round(MIDDLE - far * math.cos(angle), 1)


def shape(scores: Sequence[float]) -> str:
    """The points of a polygon, for SVG."""
    return " ".join(f"{x},{y}" for x, y in (point(place, len(scores), one) for place, one in enumerate(scores)))


def spokes(names: Sequence[str]) -> list[Spoke]:
    found = []
    for place, name in enumerate(names):
        x, y = point(place, len(names), 10)
        text_x, text_y = point(place, len(names), 11.4)
        side = text_x - MIDDLE
        anchor = "middle" if abs(side) < 12 else "start" if side > 0 else "end"
        found.append(Spoke(name, x, y, text_x, text_y, anchor))
    return found


def rings(number: int) -> list[str]:
    """The polygons of 2, 4 … 10 for so many areas."""
    return [shape([ring] * number) for ring in RINGS]
