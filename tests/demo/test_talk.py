import datetime as dt
import zoneinfo

import pytest

from opencoach.demo import papers, talk
from opencoach.demo.cast import PEOPLE, WORK
from opencoach.lib import sniff

DAY = dt.date(2031, 5, 14)
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


def test_days_count_back_from_today_in_the_zone_of_the_practice() -> None:
    said = talk.parse("-1 09:30\nA: Good morning.\nSecond line.\n@react warm B\n", DAY, BERLIN)
    assert said == [
        talk.Said(
            "A", dt.datetime(2031, 5, 13, 7, 30, tzinfo=dt.UTC), "Good morning.\nSecond line.", [("react", "warm B")]
        )
    ]


def test_a_line_that_nobody_says_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody says this"):
        talk.parse("hello\n", DAY, BERLIN)
    with pytest.raises(ValueError, match="nobody knows when"):
        talk.parse("A: hello\n", DAY, BERLIN)


@pytest.mark.parametrize("work", WORK, ids=lambda work: work.talk)
def test_only_people_of_the_engagement_speak_and_in_order(work: object) -> None:
    said = talk.read(work.talk, DAY, "Europe/Berlin")  # type: ignore[attr-defined]
    letters = {work.coach, *work.clients}  # type: ignore[attr-defined]
    assert {one.who for one in said} == letters
    assert letters <= {who.letter for who in PEOPLE}
    assert [one.at for one in said] == sorted(one.at for one in said)


def test_papers_are_what_they_say() -> None:
    found = {name: sniff.media_type(papers.make(name)[0]) for name in ("a.png", "b.wav", *papers.PAGES)}
    assert found == {"a.png": "image/png", "b.wav": "audio/wav", **dict.fromkeys(papers.PAGES, "application/pdf")}
