"""Arithmetic that comes out the same here and in the browser (questionnaires/numbers.ts), to the last digit.

Numbers are IEEE doubles on both sides. Sums are exact before they are rounded, so the order of what is summed never
matters. Rounding works on the digits that a number is written with, half away from zero: 1.005 becomes 1.01, as
people expect, and not 1.00, as the binary number behind it would.
"""

import math
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from opencoach.questionnaires.definition.limits import LARGEST

MOST_DECIMALS = 9


def kept(value: float) -> float | None:
    """The number, or None for what is none, or is too large to be exact. −0 is 0, and 5.0 is 5."""
    if not -LARGEST <= value <= LARGEST:  # not a number compares as false
        return None
    whole = int(value)
    return whole if whole == value else value


def total(values: Iterable[float]) -> float | None:
    """Their exact sum, rounded once."""
    return kept(math.fsum(values))


def rounded(value: float, decimals: int = 0) -> float:
    """To so many decimals (0 to 9), half away from zero."""
    unit = Decimal(1).scaleb(-max(0, min(decimals, MOST_DECIMALS)))
    result = float(Decimal(repr(value)).quantize(unit, rounding=ROUND_HALF_UP))
    return int(result) if result.is_integer() else result


def shown(value: float, decimals: int) -> str:
    """As it is shown, with a point and without idle zeros: "72.5", "3", "-0.25"."""
    text = f"{Decimal(repr(rounded(value, decimals))):.{max(0, min(decimals, MOST_DECIMALS))}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
