"""Goal Attainment Scaling (Kiresuk & Sherman 1968): how far several goals were reached, as one T score. Pure.

50 is exactly what was expected of all of them; 10 is one standard deviation.
"""

import math
from collections.abc import Sequence

RHO = 0.3  # how much goals are taken to go together
LEVELS = (-2, -1, 0, 1, 2)


def attainment(goals: Sequence[tuple[float, int]], rho: float = RHO) -> float | None:
    """T = 50 + 10·Σwx / √((1−ρ)·Σw² + ρ·(Σw)²) of (weight, level) pairs: weights above 0, levels −2 … +2.

    None for no goal. Raises ValueError for a weight or a level that is none.
    """
    if not goals:
        return None
    if any(weight <= 0 for weight, _level in goals) or any(level not in LEVELS for _weight, level in goals):
        raise ValueError("weights are above 0, levels from −2 to +2")
    total = sum(weight for weight, _level in goals)
    squares = sum(weight * weight for weight, _level in goals)
    moved = sum(weight * level for weight, level in goals)
    return 50 + 10 * moved / math.sqrt((1 - rho) * squares + rho * total * total)
