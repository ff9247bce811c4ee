"""What of a coach's time is taken, as the sweep needs it: gaps too short for the session count as taken.

The database closes them, so that a hundred thousand short stretches come as the few dozens between which something
fits, and no row becomes an object. Stretches of one person never overlap (`sessions/migrations/0002`), which makes
the next one that begins the next one at all.
"""

from itertools import pairwise

from django.db import connection

from opencoach.scheduling.queries.busy import busy_times
from opencoach.scheduling.spans import Span, merged
from opencoach.sessions.models import LONGEST, CoachingSession, Occupancy

# Each gives the beginning of the first stretch (with nothing before it), then (end, next beginning) of each gap that
# is long enough. PostgreSQL reads the index once with a window; SQLite, slow at windows, asks the index for each row.
POSTGRESQL = """
    SELECT NULL, (
        SELECT starts FROM coaching_sessions_occupancy
        WHERE person_id = %(person)s AND starts > %(widest)s AND starts < %(end)s AND ends > %(start)s
            AND starts <> %(but)s ORDER BY starts LIMIT 1
    ) UNION ALL SELECT ends, follows FROM (
        SELECT ends, lead(starts) OVER (ORDER BY starts) AS follows FROM coaching_sessions_occupancy
        WHERE person_id = %(person)s AND starts > %(widest)s AND starts < %(end)s AND ends > %(start)s
            AND starts <> %(but)s
    ) AS stretches WHERE follows - ends >= %(least)s OR follows IS NULL"""
SQLITE = """
    SELECT NULL, (
        SELECT starts FROM coaching_sessions_occupancy
        WHERE person_id = %(person)s AND starts > %(widest)s AND starts < %(end)s AND ends > %(start)s
            AND starts <> %(but)s ORDER BY starts LIMIT 1
    ) UNION ALL SELECT one.ends, (
        SELECT starts FROM coaching_sessions_occupancy
        WHERE person_id = %(person)s AND starts >= one.ends AND starts < %(end)s AND starts <> %(but)s
        ORDER BY starts LIMIT 1
    ) FROM coaching_sessions_occupancy AS one
    WHERE one.person_id = %(person)s AND one.starts > %(widest)s AND one.starts < %(end)s AND one.ends > %(start)s
        AND one.starts <> %(but)s AND NOT EXISTS (
            SELECT 1 FROM coaching_sessions_occupancy AS other
            WHERE other.person_id = %(person)s AND other.starts >= one.ends
                AND other.starts < min(one.ends + %(least)s, %(end)s) AND other.starts <> %(but)s
        )"""


def taken(person_id: int, window: Span, least: int, *, ignoring: CoachingSession | None = None) -> list[Span]:
    """What of a person's time is taken between two instants, in any practice, in order and without overlaps; where
    less than `least` is free between two stretches, that may be part of them. What their calendars elsewhere say
    counts, too. Epoch seconds. Two queries, three with `ignoring`: a session whose own stretch doesn't count.
    """
    start, end = window
    own = None if ignoring is None else _begins(person_id, ignoring)
    values = {
        "person": person_id, "start": start, "end": end, "widest": start - LONGEST, "least": least,
        "but": -1 if own is None else own,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL if connection.vendor == "postgresql" else SQLITE, values)
        gaps = sorted(cursor.fetchall(), key=lambda gap: gap[0] or 0)
    ours = [(begins, ends) for (_end, begins), (ends, _next) in pairwise(gaps)]
    elsewhere = busy_times(person_id, window)
    return merged([*ours, *elsewhere]) if elsewhere else ours


def _begins(person_id: int, session: CoachingSession) -> int | None:
    return Occupancy.objects.filter(person=person_id, session=session).values_list("starts", flat=True).first()
