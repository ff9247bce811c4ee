"""Why a coach should look: tables of what is known, and what follows."""

import datetime as dt

import pytest

from opencoach.plan.reasons import Known, draft, missing, one_line, reasons

TODAY = dt.date(2026, 11, 27)  # a Friday
FRIDAYS = [dt.date(2026, 11, day) for day in (6, 13, 20, 27)]


def kinds(**known: object) -> list[str]:
    return [one.kind for one in reasons(Known(**{"due": [], "today": TODAY, **known}))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, []),
        ({"day": TODAY, "progress": 7, "mood": 4, "before": 6}, []),
        ({"day": TODAY, "progress": 3}, ["low"]),
        ({"day": TODAY, "progress": 4}, []),
        ({"day": TODAY, "progress": 7, "mood": 1}, ["heavy"]),
        ({"day": TODAY, "progress": 2, "mood": 1, "before": 6}, ["heavy", "low", "fell"]),
        ({"day": TODAY, "progress": 5, "before": 8}, ["fell"]),
        ({"day": TODAY, "progress": 5, "before": 7}, []),
        ({"day": TODAY, "progress": 2, "looked": True}, []),
        ({"day": TODAY - dt.timedelta(days=22), "progress": 2}, []),
        ({"due": FRIDAYS}, ["missing"]),
        ({"due": FRIDAYS, "day": FRIDAYS[2], "progress": 6}, []),
        ({"due": FRIDAYS, "day": FRIDAYS[1], "progress": 6}, ["missing"]),
        ({"due": FRIDAYS, "seen_until": FRIDAYS[2]}, []),
        ({"due": FRIDAYS[3:]}, []),
        ({"due": FRIDAYS, "day": FRIDAYS[1], "progress": 2}, ["low", "missing"]),
    ],
)
def test_what_asks_for_a_look(known: dict[str, object], expected: list[str]) -> None:
    assert kinds(**known) == expected


def test_several_missing_weigh_more_than_one() -> None:
    one = reasons(Known(FRIDAYS, TODAY, FRIDAYS[1], 6))
    three = reasons(Known(FRIDAYS, TODAY))
    assert (one[0].weight, three[0].weight) == (45, 65)
    assert missing(Known(FRIDAYS, TODAY)) == FRIDAYS[:3]
    assert "3 check-ins missing" in three[0].text


def test_a_draft_takes_up_what_was_said_and_reproaches_nobody() -> None:
    low = reasons(Known([], TODAY, TODAY, 2))
    assert "“The board week”" in draft(low, "Ana", "The board week.")
    assert draft(low, "Ana").startswith("Ana,\n\n")
    assert "no reproach" in draft(reasons(Known(FRIDAYS, TODAY)), "Ana", "The board week.")
    assert draft([], "Ana") == ""


def test_long_words_are_cut_between_words() -> None:
    assert one_line("a  b\nc.") == "a b c"
    cut = one_line("word " * 100, 40)
    assert cut.endswith("word…")
    assert len(cut) <= 40
