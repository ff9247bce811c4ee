"""Where a goal stands, from its ratings. Pure.

The client's word counts: the first rating is the baseline, and *now* is the latest by the client or by both together;
the coach's own is shown beside it, and stands in only where the client has said nothing yet.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from opencoach.plan.gas import attainment


@dataclass(frozen=True, slots=True)
class Rated:
    """One rating: the level, from whose view ("client", "coach", "together"), and when."""

    level: int
    side: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """`began` and `now`; `coach` is the coach's latest own view where it is younger than the client's and differs."""

    began: Rated | None = None
    now: Rated | None = None
    coach: Rated | None = None

    @property
    def change(self) -> int | None:
        return self.now.level - self.began.level if self.now and self.began else None


def standing(ratings: Iterable[Rated]) -> Standing:
    """Of the ratings of one goal, in any order, undone ones left out."""
    ordered = sorted(ratings, key=lambda one: one.at)
    own = [one for one in ordered if one.side != "coach"]
    counted = own or ordered
    if not counted:
        return Standing()
    now = counted[-1]
    coach = next((one for one in reversed(ordered) if one.side == "coach"), None)
    differs = coach is not None and own and coach.at > now.at and coach.level != now.level
    return Standing(counted[0], now, coach if differs else None)


@dataclass(frozen=True, slots=True)
class Attainment:
    """T scores of the goals rated so far: where they began, where they are now."""

    baseline: float
    now: float
    goals: int

    @property
    def change(self) -> float:
        return self.now - self.baseline


def together(goals: Iterable[tuple[float, Standing]]) -> Attainment | None:
    """Of (weight, standing) pairs; goals that nobody has rated are left out. None where that leaves none."""
    rated = [(weight, one.began.level, one.now.level) for weight, one in goals if one.began and one.now]
    baseline = attainment([(weight, began) for weight, began, _now in rated])
    now = attainment([(weight, now) for weight, _began, now in rated])
    return Attainment(baseline, now, len(rated)) if baseline is not None and now is not None else None
