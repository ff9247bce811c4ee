"""What is told of a session's news after what somebody knows."""

import datetime as dt

import pytest

from opencoach.sessions.mails.merging import Stand, news

TEN = dt.datetime(2027, 3, 2, 10, tzinfo=dt.UTC)
ELEVEN = TEN + dt.timedelta(hours=1)
BOOKED, ASKED, GONE = Stand("booked", TEN), Stand("requested", TEN), Stand("cancelled", TEN)
LATER, ASKED_LATER = Stand("booked", ELEVEN), Stand("requested", ELEVEN)


@pytest.mark.parametrize(
    ("kind", "now", "told", "replaced", "involved", "what"),
    [
        ("booked", BOOKED, None, False, False, "booked"),
        ("requested", ASKED, None, False, True, "asked"),
        ("confirmed", BOOKED, ASKED, False, False, "confirmed"),
        ("confirmed", BOOKED, None, True, True, "confirmed"),  # that it was asked for never went out
        ("declined", Stand("declined", TEN), ASKED, False, False, "declined"),
        ("declined", Stand("declined", TEN), None, True, True, "declined"),
        ("moved", LATER, BOOKED, False, False, "moved"),
        ("moved", LATER, BOOKED, True, False, "moved"),  # twice: from where they knew it
        ("moved", BOOKED, BOOKED, True, False, ""),  # there and back
        ("moved", LATER, None, True, False, "booked"),  # they had not heard of it
        ("moved", ASKED_LATER, None, True, True, "asked"),
        ("moved", LATER, None, False, False, "moved"),  # booked before there were mails
        ("moved", ASKED_LATER, BOOKED, False, False, "moved"),
        ("cancelled", GONE, BOOKED, False, False, "cancelled"),
        ("cancelled", GONE, LATER, True, False, "cancelled"),  # the move is not told any more
        ("cancelled", GONE, None, True, False, ""),  # they never heard of it
        ("cancelled", GONE, None, True, True, "cancelled"),  # they booked it themselves
        ("cancelled", GONE, None, False, False, "cancelled"),
        ("reinstated", BOOKED, BOOKED, True, False, ""),  # taken back in time
        ("reinstated", BOOKED, GONE, False, False, "reinstated"),
        ("reinstated", LATER, BOOKED, True, False, "moved"),  # moved, cancelled, taken back: all within ten minutes
        ("reinstated", BOOKED, None, True, True, "booked"),
        ("moved", LATER, GONE, True, False, "reinstated"),
        ("cancelled", GONE, GONE, True, False, ""),
    ],
)
def test_what_is_told(kind: str, now: Stand, told: Stand | None, replaced: bool, involved: bool, what: str) -> None:
    assert news(kind, now, told, replaced=replaced, involved=involved) == what
