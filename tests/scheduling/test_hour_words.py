import pytest

from opencoach.scheduling.hour_words import parse, say

NINE_TO_FIVE = [(540, 1020)]


@pytest.mark.parametrize(("text", "ranges"), [
    ("", []),
    ("  ", []),
    ("9-17", NINE_TO_FIVE),
    ("9:00–17:00", NINE_TO_FIVE),
    ("09.00 — 17.00", NINE_TO_FIVE),
    ("9am-5pm", NINE_TO_FIVE),
    ("9 a.m. to 5 p.m.", NINE_TO_FIVE),
    ("9h-17h", NINE_TO_FIVE),
    ("9-12, 13:30-17", [(540, 720), (810, 1020)]),
    ("13:30-17; 9-12", [(540, 720), (810, 1020)]),
    ("9-12 and 14-15", [(540, 720), (840, 900)]),
    ("9-12, 12-17", NINE_TO_FIVE),  # they touch: one range
    ("0-24", [(0, 1440)]),
    ("22-0", [(1320, 1440)]),
    ("12am-1am", [(0, 60)]),
    ("12pm-1pm", [(720, 780)]),
])  # fmt: skip
def test_hours_as_people_type_them(text: str, ranges: list[tuple[int, int]]) -> None:
    assert parse(text) == ranges
    assert parse(say(ranges)) == ranges


@pytest.mark.parametrize(("text", "why"), [
    ("noon", "“noon” is not understood"),
    ("9", "“9” is not understood"),
    ("9-12-15", "not understood"),
    ("9-25", "not understood"),
    ("9:75-10", "not understood"),
    ("13pm-14pm", "not understood"),
    ("-", "not understood"),
    ("17-9", "“17-9” ends before it begins"),
    ("9-9", "ends before it begins"),
    ("9-12, 11-13", "overlap"),
    ("9-12, 9-12", "overlap"),
])  # fmt: skip
def test_what_is_not_understood_is_named(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse(text)
