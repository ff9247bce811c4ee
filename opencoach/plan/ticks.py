"""What the days of a habit were, from its ticks."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from opencoach.plan.models import HabitTick


def amounts(ticks: Iterable[HabitTick]) -> dict[dt.date, Decimal]:
    """What was done on each day: the amount, or one."""
    return {
        tick.day: tick.amount if tick.amount is not None else Decimal(1)
        for tick in ticks
        if tick.state == HabitTick.State.DONE
    }


def off(ticks: Iterable[HabitTick]) -> frozenset[dt.date]:
    """The days that don't count: left out, or ill."""
    return frozenset(tick.day for tick in ticks if tick.state in HabitTick.OFF)
