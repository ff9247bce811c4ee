"""The pure budget: by cases that a person would name, and by what must hold of all of them."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencoach.outbox.calm import habits as how
from opencoach.outbox.calm.budget import Due, Hold, Verdict, What, Why, budget, opens
from opencoach.outbox.calm.habits import Gather, Habits, wall
from tests.outbox.calm.habits_of import AUTUMN, FIRST, habits

HOUR = dt.timedelta(hours=1)
BERLIN = "Europe/Berlin"
NIGHT = (dt.time(21), dt.time(8))


def at(text: str) -> dt.datetime:
    """A wall time in Berlin, as UTC."""
    day, _, clock = text.partition(" ")
    return how.instant(dt.date.fromisoformat(f"2027-{day}"), dt.time.fromisoformat(clock), BERLIN)


def decided(due: list[Due], now: dt.datetime | None = None, sent: tuple[dt.datetime, ...] = (), **likes: object):
    habits = Habits(BERLIN, **likes)  # type: ignore[arg-type]
    return {one.key: one for one in budget(due, habits, sent, now or at("03-01 00:00"))}


def test_the_night_holds_until_morning_and_all_of_it_comes_in_one_mail() -> None:
    found = decided(
        [Due("a", at("03-02 22:00")), Due("b", at("03-03 06:00")), Due("c", at("03-03 12:00"))], quiet=NIGHT
    )
    assert found["a"] == Verdict("a", What.SEND, at("03-03 08:00"), why=Why.QUIET)
    assert found["b"] == Verdict("b", What.MERGE, at("03-03 08:00"), "a", Why.QUIET)
    assert found["c"] == Verdict("c", What.SEND, at("03-03 12:00"))


def test_nothing_goes_after_it_is_worth_anything() -> None:
    session = at("03-03 07:30")
    due = [Due("reminder", session - HOUR, session, Hold.TIMED), Due("early", session - 10 * HOUR, session, Hold.TIMED)]
    found = decided(due, quiet=NIGHT)
    assert {key: (one.what, one.why) for key, one in found.items()} == {
        "reminder": (What.SKIP, Why.QUIET),
        "early": (What.SKIP, Why.QUIET),
    }


def test_what_is_never_held_comes_at_once_and_counts_for_nothing() -> None:
    due = [Due("code", at("03-02 23:00"), hold=Hold.FREE), Due("a", at("03-02 23:00")), Due("b", at("03-03 09:00"))]
    found = decided(due, quiet=NIGHT, cap=2, pause=(dt.date(2027, 3, 9), dt.date(2027, 3, 10)))
    assert [found[key].at for key in ("code", "a", "b")] == [
        at("03-02 23:00"), at("03-03 08:00"), at("03-03 09:00")
    ]  # fmt: skip


def test_a_cap_puts_off_what_can_wait_and_never_a_sessions_reminder() -> None:
    due = [
        Due("a", at("03-02 09:00")),
        Due("b", at("03-02 10:00")),
        Due("short", at("03-02 11:00"), at("03-02 20:00")),
        Due("reminder", at("03-02 12:00"), hold=Hold.TIMED),
        Due("c", at("03-02 12:00")),
    ]
    found = decided(due, cap=1)
    assert found["a"].at == at("03-02 09:00")
    assert (found["b"].at, found["b"].why) == (at("03-03 08:00"), Why.CAP)
    assert (found["short"].what, found["short"].why) == (What.SKIP, Why.CAP)
    assert found["reminder"].at == at("03-02 12:00")
    assert (found["c"].what, found["c"].into) == (What.MERGE, "reminder")  # what goes anyway takes it along


def test_what_went_today_counts() -> None:
    sent = (at("03-02 00:10"), at("03-01 23:50"))
    assert decided([Due("a", at("03-02 09:00"))], cap=1, sent=sent)["a"].at == at("03-03 08:00")
    assert decided([Due("a", at("03-02 09:00"))], cap=2, sent=sent)["a"].at == at("03-02 09:00")


def test_once_a_day_gathers_what_can_wait_for_it() -> None:
    due = [
        Due("a", at("03-02 09:00")),
        Due("b", at("03-02 18:00")),
        Due("too short", at("03-02 10:00"), at("03-02 12:00")),
        Due("reminder", at("03-02 10:00"), hold=Hold.TIMED),
        Due("late", at("03-02 18:01")),
    ]
    found = decided(due, gather=Gather.DAY, gather_at=dt.time(18))
    assert (found["a"].at, found["b"].into) == (at("03-02 18:00"), "a")
    assert found["reminder"].at == at("03-02 10:00")
    assert found["too short"].into == "reminder"
    assert found["late"].at == at("03-03 18:00")


def test_a_pause_ends_in_the_morning() -> None:
    pause = (dt.date(2027, 3, 2), dt.date(2027, 3, 4))
    found = decided(
        [Due("a", at("03-02 00:00")), Due("b", at("03-04 23:59")), Due("c", at("03-05 00:00"))], pause=pause
    )
    assert (found["a"].at, found["b"].into, found["a"].why) == (at("03-05 08:00"), "a", Why.PAUSE)
    assert found["c"].at == at("03-05 00:00")


@pytest.mark.parametrize(
    ("due", "goes"),
    [
        ("2027-03-27T23:30", "2027-03-28T01:30"),  # 00:30 there; 02:30 is left out and is 03:30
        ("2027-10-30T23:00", "2027-10-31T00:30"),  # the first 02:30
        ("2027-10-31T01:10", "2027-10-31T01:30"),  # 02:10 for the second time
    ],
)
def test_quiet_hours_end_where_the_clocks_change(due: str, goes: str) -> None:
    habits = Habits(BERLIN, quiet=(dt.time(22), dt.time(2, 30)))
    start, end = (dt.datetime.fromisoformat(one).replace(tzinfo=dt.UTC) for one in (due, goes))
    assert opens(habits, start) == (end, Why.QUIET)


moments = st.integers(0, 14 * 24 * 4).map(lambda quarter: quarter * HOUR / 4)
lasts = st.none() | st.sampled_from([HOUR, 10 * HOUR, 48 * HOUR])


@st.composite
def plans(draw: st.DrawFn, start: dt.datetime) -> list[Due]:
    those = draw(st.lists(st.tuples(moments, lasts, st.sampled_from(Hold)), max_size=12))
    return [
        Due(f"k{n}", start + after, start + after + last if last else None, hold)
        for n, (after, last, hold) in enumerate(those)
    ]


@given(st.data(), st.sampled_from([FIRST, AUTUMN]))
def test_whoever_asks_again_when_something_is_due_gets_the_same_answer(data: st.DataObject, start: dt.datetime) -> None:
    """What the preview says of two weeks is what is decided at each moment, of what is due then, with what went before.

    And: nothing in quiet hours or a pause, nothing too late, no more than the cap, each in one place.
    """
    likes, due = data.draw(habits(start)), data.draw(plans(start))
    foretold = budget(due, likes, (), start)
    assert Counter(one.key for one in foretold) == Counter(one.key for one in due)
    assert step_by_step(due, likes, start) == {one.key: as_seen(one) for one in foretold}
    by_key = {one.key: one for one in due}
    letters = Counter()
    for one in foretold:
        item = by_key[one.key]
        if one.what == What.SKIP or item.hold == Hold.FREE:
            continue
        assert opens(likes, one.at)[0] == one.at >= item.at
        assert item.expires_at is None or one.at < item.expires_at
        with_timed = any(by_key[o.key].hold == Hold.TIMED for o in foretold if one.key in {o.key, o.into})
        letters[wall(one.at, likes.zone).date()] += one.what == What.SEND and not with_timed
        assert likes.cap is None or letters[wall(one.at, likes.zone).date()] <= likes.cap


Seen = tuple[What, dt.datetime | None, str]


def as_seen(verdict: Verdict) -> Seen:
    """When something is skipped that was put off is seen at once, or when it would have gone: no matter."""
    return (verdict.what, None if verdict.what == What.SKIP else verdict.at, verdict.into)


def step_by_step(due: list[Due], likes: Habits, start: dt.datetime) -> dict[str, Seen]:
    """As the worker does it: at each instant it asks about what is due, and puts off what is told to wait."""
    found: dict[str, Seen] = {}
    sent: list[dt.datetime] = []
    next_at = {one.key: max(one.at, start) for one in due}
    while next_at:
        now = min(next_at.values())
        here = [one for one in due if next_at.get(one.key) == now]
        for one in budget(here, likes, sent, now):
            item = next(other for other in here if other.key == one.key)
            if one.what != What.SKIP and one.at > now:
                next_at[one.key] = one.at
                continue
            del next_at[one.key]
            found[one.key] = as_seen(one)
            if one.what == What.SEND and item.hold != Hold.FREE:
                sent.append(now)
    return found


@given(habits())
def test_habits_are_read_as_they_were_kept(likes: Habits) -> None:
    assert how.read(likes.words, likes.zone) == likes
    broken = {**likes.words, "quiet": ["25:00", "x"], "cap": "many"}
    assert how.read(broken, likes.zone) == replace(Habits(), zone=likes.zone)
