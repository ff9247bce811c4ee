"""Which days and weeks a type's limits leave no room in, as the database counts.

Of each day (and week) only as many sessions are looked at as the limit has: what is asked for is whether it is full,
never how many there are. One index answers it (`session_counted`).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from opencoach.scheduling.hours import OpenTime
from opencoach.scheduling.slots import NOTHING_FULL, Full, Rules, week
from opencoach.scheduling.spans import Span
from opencoach.sessions.models import CoachingSession

# `{rows}`: number, beginning and end of each stretch, and how many sessions fill it.
FULL = """
    WITH stretches (number, begins, ends, most) AS (VALUES {rows})
    SELECT number FROM stretches WHERE most <= (
        SELECT COUNT(*) FROM (
            SELECT 1 FROM coaching_sessions_coachingsession AS one
            WHERE one.coach_id = %s AND one.session_type_id = %s AND one.starts_at >= begins AND one.starts_at < ends
                AND one.status IN ('requested', 'booked', 'held', 'missed') AND one.id <> %s
            LIMIT {limit}
        ) AS few
    )"""


def full(
    time: OpenTime, window: Span, rules: Rules, coach_id: int, session_type_id: int, *,
    ignoring: CoachingSession | None = None,
) -> Full:  # fmt: skip
    """What is full between two instants for a coach (a membership) and a type; `time` reaches a week beyond them. A
    session that was declined or cancelled counts no more, nor does `ignoring`. One query, none without limits."""
    days = stretches(time, window, weekly=False) if rules.per_day is not None else []
    weeks = stretches(time, window, weekly=True) if rules.per_week is not None else []
    if not days and not weeks:
        return NOTHING_FULL
    asked = [(span, rules.per_day or 0) for _day, span in days] + [(span, rules.per_week or 0) for _day, span in weeks]
    found = _full(asked, (coach_id, session_type_id, 0 if ignoring is None else ignoring.pk))
    return Full(
        {day for number, (day, _span) in enumerate(days) if number in found},
        {week(day) for number, (day, _span) in enumerate(weeks, len(days)) if number in found},
    )


def stretches(time: OpenTime, window: Span, *, weekly: bool) -> list[tuple[dt.date, Span]]:
    """The days, or the weeks by their first day, that reach into the window: from when until when each is."""
    firsts = [
        (day, begin) for day, begin in zip(time.days, time.begins, strict=True) if not weekly or not day.weekday()
    ]
    ends = [begin for _day, begin in firsts[1:]]
    both = zip(firsts, ends, strict=False)  # where the last one ends is not known
    return [(day, (begin, end)) for (day, begin), end in both if begin < window[1] and end > window[0]]


def _full(asked: Sequence[tuple[Span, int]], who: tuple[int, int, int]) -> set[int]:
    """The places in `asked` (a stretch, and how many sessions fill it) of those that are full."""
    values: list[Any] = []
    for number, ((begins, ends), most) in enumerate(asked):
        values += [number, *_stored((begins, ends)), most]
    stamp = "CAST(%s AS timestamptz)" if connection.vendor == "postgresql" else "%s"
    rows = ", ".join([f"(%s, {stamp}, {stamp}, %s)"] * len(asked))
    limit = "most" if connection.vendor == "postgresql" else str(max(most for _span, most in asked))
    with connection.cursor() as cursor:
        cursor.execute(FULL.format(rows=rows, limit=limit), [*values, *who])
        return {number for (number,) in cursor.fetchall()}


def _stored(instants: Iterable[int]) -> list[Any]:
    """Instants as the column keeps them."""
    moments = (dt.datetime.fromtimestamp(one, dt.UTC) for one in instants)
    return [connection.ops.adapt_datetimefield_value(moment) for moment in moments]
