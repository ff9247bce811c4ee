"""What goes when, with what, or not at all. Pure: the one place for quiet hours, merging, a cap a day and pauses.

It looks at what is due in the order of time, and nothing that is due later changes what was decided before. So asked
today about two weeks, and asked again and again by the worker when something is due, it says the same.
"""

import datetime as dt
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from opencoach.outbox.calm.habits import DAY, Gather, Habits, instant, wall


class Hold(StrEnum):
    """How far something can wait."""

    FREE = "free"  # never held: sign-in codes, invitations, what was booked or cancelled
    TIMED = "timed"  # it has its moment (a session's reminder): quiet hours hold it, no cap and no gathering does
    SOFT = "soft"  # it can wait


class What(StrEnum):
    SEND = "send"
    MERGE = "merge"  # it goes in the mail of another
    SKIP = "skip"


class Why(StrEnum):
    """What held it, or keeps it from going."""

    NOTHING = ""
    QUIET = "quiet"
    PAUSE = "pause"
    GATHER = "gather"
    CAP = "cap"
    ENDED = "ended"  # nothing of its sort goes to them


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due at `at` (UTC). `expires_at`: from then on it is worth nothing."""

    key: str
    at: dt.datetime
    expires_at: dt.datetime | None = None
    hold: Hold = Hold.SOFT
    ended: bool = False

    @property
    def order(self) -> tuple[bool, dt.datetime, str]:
        """Of several at one instant: what has its moment first."""
        return (self.hold != Hold.TIMED, self.at, self.key)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one. `at`: when it goes, or would have gone. `into`: the key of the one whose mail it goes in.
    `why`: what held it last, or why it is skipped."""

    key: str
    what: What
    at: dt.datetime
    into: str = ""
    why: Why = Why.NOTHING


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something stands in the order of time."""

    at: dt.datetime
    due: Due
    why: Why

    def __lt__(self, other: "_Place") -> bool:
        return (self.at, self.due.order) < (other.at, other.due.order)


def budget(due: Iterable[Due], habits: Habits, sent: Iterable[dt.datetime], now: dt.datetime) -> list[Verdict]:
    """A verdict for each, in the order in which they go.

    `sent`: when mails went that count towards the cap (those of what is never held don't). `now`: what was due before
    is due now.
    """
    verdicts: list[Verdict] = []
    waiting: list[_Place] = []
    count = Counter(wall(at, habits.zone).date() for at in sent)
    for one in due:
        first = max(one.at, now)
        if one.ended:
            verdicts.append(Verdict(one.key, What.SKIP, first, why=Why.ENDED))
        elif one.hold == Hold.FREE:
            late = one.expires_at is not None and first >= one.expires_at
            verdicts.append(Verdict(one.key, What.SKIP if late else What.SEND, first))
        else:
            waiting.append(_placed(one, first, habits))
    heapq.heapify(waiting)
    while waiting:
        verdicts += _letter(list(_next(waiting, habits)), waiting, habits, count)
    return sorted(verdicts, key=lambda one: (one.at, one.into or one.key, one.what != What.SEND, one.key))


def _next(waiting: list[_Place], habits: Habits) -> Iterator[_Place]:
    """What goes in one mail: everything of the next instant, or only the first of it."""
    first = heapq.heappop(waiting)
    yield first
    while habits.gather != Gather.OFF and waiting and waiting[0].at == first.at:
        yield heapq.heappop(waiting)


def _letter(
    places: Sequence[_Place], waiting: list[_Place], habits: Habits, count: Counter[dt.date]
) -> Iterable[Verdict]:
    """Send these in one mail; or put them off to the next day (back into `waiting`); or skip what is too late."""
    late = [one for one in places if _is_late(one)]
    for one in late:
        yield Verdict(one.due.key, What.SKIP, one.at, why=one.why)
    places = [one for one in places if not _is_late(one)]
    if not places:
        return
    day = wall(places[0].at, habits.zone).date()
    full = habits.cap is not None and count[day] >= habits.cap
    if full and all(one.due.hold == Hold.SOFT for one in places):
        morning = instant(day + DAY, habits.day_begins, habits.zone)
        for one in places:
            heapq.heappush(waiting, replace(_placed(one.due, morning, habits), why=Why.CAP))
        return
    count[day] += 1
    first, *others = places
    yield Verdict(first.due.key, What.SEND, first.at, why=first.why)
    for one in others:
        yield Verdict(one.due.key, What.MERGE, one.at, first.due.key, one.why)


def _is_late(place: _Place) -> bool:
    return place.due.expires_at is not None and place.at >= place.due.expires_at


def _placed(due: Due, first: dt.datetime, habits: Habits) -> _Place:
    """The first instant at which it may go, from `first` on. Asked again at that instant, it says the same instant."""
    at, why = opens(habits, first)
    if due.hold == Hold.SOFT and habits.gather == Gather.DAY:
        together = _gathering(habits, at)
        if together > at and (due.expires_at is None or together < due.expires_at):
            at, why = together, Why.GATHER
    return _Place(at, due, why)


def opens(habits: Habits, at: dt.datetime) -> tuple[dt.datetime, Why]:
    """The first instant from `at` on that is in no pause and in no quiet hours, and what it had to wait for."""
    why = Why.NOTHING
    while True:
        local = wall(at, habits.zone)
        if habits.pause and _rests(habits, local.date()):
            at, why = instant(habits.pause[1] + DAY, habits.day_begins, habits.zone), Why.PAUSE
        elif habits.quiet and _is_in(local.time(), habits.quiet):
            start, end = habits.quiet
            day = local.date() + DAY if start > end and local.time() >= start else local.date()
            at = instant(day, end, habits.zone, after=at)
            why = why or Why.QUIET
        else:
            return at, why


def _rests(habits: Habits, day: dt.date) -> bool:
    return habits.pause is not None and habits.pause[0] <= day <= habits.pause[1]


def _is_in(clock: dt.time, quiet: tuple[dt.time, dt.time]) -> bool:
    start, end = quiet
    return start <= clock < end if start < end else clock >= start or clock < end


def _gathering(habits: Habits, at: dt.datetime) -> dt.datetime:
    """The next time of the day, from `at` on, at which what can wait goes together."""
    day = wall(at, habits.zone).date() - DAY  # yesterday's may have been held over night
    if _rests(habits, day):
        day = habits.pause[0] - DAY if habits.pause else day  # and that of the evening before a pause, over all of it
    while True:
        if _rests(habits, day):
            day = habits.pause[1] + DAY if habits.pause else day
        together, _why = opens(habits, instant(day, habits.gather_at, habits.zone))
        if together >= at:
            return together
        day += DAY
