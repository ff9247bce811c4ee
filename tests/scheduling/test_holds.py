"""A time that is held: until when, for whom, and what whoever wants to block a calendar or guess a code meets."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client

from opencoach.lib import limits
from opencoach.outbox.models import Delivery
from opencoach.scheduling.actions import holding
from opencoach.scheduling.actions.booking_page import change_coach_page
from opencoach.scheduling.actions.holding import free_over
from opencoach.scheduling.actions.hours import set_week
from opencoach.scheduling.doors import page_of
from opencoach.scheduling.models import Hold
from opencoach.sessions.actions import book
from opencoach.sessions.models import CoachingSession, Occupancy, SessionType
from tests.cast import Cast
from tests.scheduling.strangers import MONDAY, NEW, NINE, PAGE, choose, code_sent, words

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.zones, pytest.mark.usefixtures("monday")]


def test_five_wrong_codes_and_the_time_is_free_again(client: Client, cast: Cast, talk: SessionType) -> None:
    url = choose(client).headers["Location"]
    code = code_sent()
    for _ in range(4):
        assert client.post(url, {"code": "WRONG1"}).status_code == 422
    assert client.post(url, {"code": "WRONG1"}).status_code == 410
    assert client.post(url, {"code": code}).status_code == 410
    assert f"at={NINE}" in words(client.get(f"{PAGE}?day=2027-03-02"))
    assert not CoachingSession.objects.exists()


def test_a_quarter_of_an_hour_later_it_is_free_by_itself(
    client: Client, cast: Cast, talk: SessionType, monday: time_machine.Traveller
) -> None:
    url = choose(client).headers["Location"]
    code = code_sent()
    monday.move_to(MONDAY + dt.timedelta(minutes=15, seconds=1))
    answer = client.post(url, {"code": code})
    assert answer.status_code == 410
    again = re.search(r'href="([^"]*hold=[^"]*)"', answer.content.decode())
    assert again
    typed = words(client.get(again[1].replace("&amp;", "&")))
    assert 'value="Yuki Mori"' in typed
    assert "A new role." in typed
    free_over()
    assert not Occupancy.objects.exists()
    assert f"at={NINE}" in words(client.get(f"{PAGE}?day=2027-03-02"))


def test_whoever_books_over_a_hold_that_ran_out_gets_it(
    cast: Cast, client: Client, talk: SessionType, monday: time_machine.Traveller
) -> None:
    choose(client)
    monday.move_to(MONDAY + dt.timedelta(minutes=16))
    at = dt.datetime(2027, 3, 2, 8, tzinfo=dt.UTC)
    book(cast.ana_engagement, talk, cast.miriam, at, actor=cast.miriam.person)
    assert CoachingSession.objects.count() == Occupancy.objects.count() == 1


def test_another_time_gives_the_first_one_back(client: Client, cast: Cast, talk: SessionType) -> None:
    url = choose(client).headers["Location"]
    again = re.search(r'href="([^"]*hold=[^"]*)"', client.get(url).content.decode())
    assert again
    client.post(again[1].replace("&amp;", "&"), {**NEW, "at": "2027-03-03T09:00Z"})
    assert Occupancy.objects.count() == 1
    assert f"at={NINE}" in words(client.get(f"{PAGE}?day=2027-03-02"))


def test_a_bot_gets_nowhere(client: Client, cast: Cast, talk: SessionType) -> None:
    answer = choose(client, website="https://spam.example")
    assert answer.status_code == 302
    assert not Hold.objects.exists()
    assert not Delivery.objects.exists()
    assert client.get(answer.headers["Location"]).status_code == 404


def test_knocking_has_its_limits(client: Client, cast: Cast, talk: SessionType) -> None:
    for number in range(5):
        choose(client, at=f"2027-03-{8 + number:02}T09:00Z")
    assert "That was often." in words(choose(client, at="2027-03-15T09:00Z"))
    for number in range(15):
        choose(client, email=f"n{number}@example.org")
    assert "That was often." in words(choose(client, email="other@example.org"))
    assert Delivery.objects.count() == 5 + 1


def test_a_new_code_replaces_the_one_before(client: Client, cast: Cast, talk: SessionType) -> None:
    url = choose(client).headers["Location"]
    old = code_sent()
    assert "A new code is on its way." in words(client.post(f"{url}again/", follow=True))
    assert client.post(url, {"code": old}).status_code == 422
    assert client.post(url, {"code": code_sent()}).status_code == 302


def test_a_code_too_many_is_told_and_the_last_one_works(client: Client, cast: Cast, talk: SessionType) -> None:
    for day in (3, 4, 5):
        choose(client, at=f"2027-03-{day:02}T09:00Z")
    url = choose(client).headers["Location"]
    client.post(f"{url}again/")  # the fifth code to this address
    assert "no more codes go to this address" in words(client.post(f"{url}again/", follow=True))
    assert client.post(url, {"code": code_sent()}).status_code == 302


def test_guessing_has_its_limits(client: Client, cast: Cast, talk: SessionType) -> None:
    """Each wrong code counts for the hold; a new code gives new tries, three times at most; and for the place."""
    url = choose(client).headers["Location"]
    for again in range(3):
        for _ in range(4):
            assert client.post(url, {"code": "WRONG1"}).status_code == 422
        if again < 2:
            client.post(f"{url}again/")
    client.post(f"{url}again/")  # there were three: nothing new goes out, and no tries come with it
    assert Delivery.objects.count() == 3
    assert client.post(url, {"code": "WRONG1"}).status_code == 410
    other = choose(client, at="2027-03-03T09:00Z", email="other@example.org").headers["Location"]
    for number in range(100):
        limits.allowed("booking-guess", "127.0.0.1" if number else "192.0.2.1", 60, 3600)
    assert "That was often." in words(client.post(other, {"code": code_sent()}))
    assert client.post(other, {"code": code_sent()}, REMOTE_ADDR="192.0.2.1").status_code == 302


def test_a_calendar_is_not_blocked_from_many_places(client: Client, cast: Cast, talk: SessionType) -> None:
    """Thirty holds at once for one coach, wherever they come from; then it is told, and what was typed stays."""
    set_week(cast.miriam, {day: [(0, 1440)] for day in range(7)})
    for number in range(holding.MOST_AT_ONCE):
        at = f"{MONDAY + dt.timedelta(hours=3 + number):%Y-%m-%dT%H:%MZ}"
        typed = {**NEW, "at": at, "email": f"n{number}@example.org"}
        answer = client.post(f"{PAGE}?at={at}", typed, REMOTE_ADDR=f"2001:db8:{number}::1")
        assert answer.status_code == 302
    answer = choose(client, at="2027-03-09T09:00Z", email="late@example.org", name="Late")
    assert "Very many people are booking just now." in words(answer)
    assert 'value="Late"' in words(answer)


def test_one_network_is_one_place(client: Client, cast: Cast, talk: SessionType) -> None:
    """An IPv6 household has more addresses than anybody could count knocks of."""
    told = []
    for number in range(22):
        at = f"2027-03-{2 + number:02}T08:00Z"
        answer = client.post(f"{PAGE}?at={at}", {**NEW, "at": at, "email": f"n{number}@example.org"},
                             REMOTE_ADDR=f"2001:db8:1:2::{number + 1:x}")  # fmt: skip
        told.append("That was often." in words(answer))
    assert told == [False] * 20 + [True] * 2


def test_a_link_of_yesterday_says_so(
    client: Client, cast: Cast, talk: SessionType, monday: time_machine.Traveller
) -> None:
    url = choose(client).headers["Location"]
    client.post(url, {"code": code_sent()})
    monday.shift(dt.timedelta(days=1, minutes=1))
    free_over()
    assert not Hold.objects.exists()
    for way in (client.get(url), client.post(url, {"code": "WRONG1"})):
        assert way.status_code == 410
        assert "This link is over" in words(way)
        assert f'href="{PAGE}"' in words(way)
    assert client.get(f"{url}first-talk.ics").status_code == 404
    assert client.get(url.replace("first-talk/", "elsewhere/", 1)).status_code == 404
    change_coach_page(page_of(cast.miriam), is_open=False, slug="miriam-okafor", about="")
    assert client.get(url).status_code == 404
