"""Whether a change is more than chance (Jacobson & Truax 1991; √2 per Christensen & Mendoza). Pure.

It says "reliable change" and no more: "recovered" and "clinical" are outside coaching.
"""

import math
from dataclasses import dataclass

CERTAIN = 1.96  # of a normal distribution, 95 %


@dataclass(frozen=True, slots=True)
class Change:
    """From one value to another, in units of their own. `index` is RC; `smallest` the least change that is reliable."""

    before: float
    after: float
    index: float
    smallest: float

    @property
    def is_reliable(self) -> bool:
        return abs(self.index) > CERTAIN


def spread(sd: float, reliability: float) -> float:
    """The standard error of a difference between two takings. Raises ValueError outside SD > 0, 0 ≤ r < 1."""
    if not (math.isfinite(sd) and sd > 0 and 0 <= reliability < 1):
        raise ValueError("an SD above 0 and a reliability from 0 to below 1")
    return sd * math.sqrt(2) * math.sqrt(1 - reliability)


def smallest(sd: float | None, reliability: float | None) -> float | None:
    """The least change that is reliable; None where SD or reliability is unknown or makes no sense."""
    if sd is None or reliability is None:
        return None
    try:
        return CERTAIN * spread(sd, reliability)
    except ValueError:
        return None


def change(before: float, after: float, sd: float | None, reliability: float | None) -> Change | None:
    """The change with its index; None where nobody can say whether it is reliable."""
    least = smallest(sd, reliability)
    if least is None:
        return None
    return Change(before, after, (after - before) / (least / CERTAIN), least)
