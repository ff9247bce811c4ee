"""Habits for tests of calm, as hypothesis draws them."""

import datetime as dt

from hypothesis import strategies as st

from opencoach.outbox.calm.habits import Gather, Habits

DAY = dt.timedelta(days=1)
# from a spring to an autumn change of clocks, and zones that change by an hour, half an hour, or not at all
FIRST = dt.datetime(2027, 3, 25, 6, tzinfo=dt.UTC)
AUTUMN = dt.datetime(2027, 10, 28, 6, tzinfo=dt.UTC)
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Singapore", "America/St_Johns", "UTC")
clocks = st.builds(dt.time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
quiets = st.none() | st.sampled_from([(dt.time(21), dt.time(8)), (dt.time(22), dt.time(2, 30))]) | st.tuples(
    clocks, clocks
).filter(lambda pair: pair[0] != pair[1])  # fmt: skip


def pauses(start: dt.datetime = FIRST) -> st.SearchStrategy[tuple[dt.date, dt.date] | None]:
    days = st.tuples(st.integers(0, 8), st.integers(0, 4))
    return st.none() | days.map(lambda n: (start.date() + n[0] * DAY, start.date() + (n[0] + n[1]) * DAY))


def habits(start: dt.datetime = FIRST) -> st.SearchStrategy[Habits]:
    return st.builds(
        Habits,
        zone=st.sampled_from(ZONES),
        quiet=quiets,
        gather=st.sampled_from(Gather),
        gather_at=clocks,
        cap=st.sampled_from([None, 1, 2, 3]),
        pause=pauses(start),
    )
