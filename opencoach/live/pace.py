"""How fast one may speak: a burst at once, a steady rate after that. Nothing is dropped: who is too fast waits."""

import time

RATE = 40.0  # frames a second over a longer time
BURST = 200.0  # frames at once
KEPT = 1000  # paces kept by key before those at rest are forgotten


class Pace:
    """Of one tab, or of everything that one sign-in says by POST."""

    __slots__ = ("_budget", "_counted_at")

    def __init__(self) -> None:
        self._budget = BURST
        self._counted_at = time.monotonic()

    def behind(self) -> float:
        """Seconds until what has been counted is paid for; 0 while there is something left of the burst."""
        now = time.monotonic()
        self._budget = min(BURST, self._budget + (now - self._counted_at) * RATE)
        self._counted_at = now
        return max(0.0, -self._budget / RATE)

    def count(self, frames: int = 1) -> float:
        """Count these frames; the seconds to wait before they are taken."""
        self.behind()
        self._budget -= frames
        return self.behind()

    @property
    def at_rest(self) -> bool:
        self.behind()
        return self._budget >= BURST


class Paces:
    """One pace per key; those at rest are forgotten when there are many."""

    def __init__(self) -> None:
        self._paces: dict[str, Pace] = {}

    def of(self, key: str) -> Pace:
        if len(self._paces) >= KEPT and key not in self._paces:
            self._paces = {name: pace for name, pace in self._paces.items() if not pace.at_rest}
        return self._paces.setdefault(key, Pace())
