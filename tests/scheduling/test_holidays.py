"""Public holidays become days on which nobody can book."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from opencoach.people.models import Event
from opencoach.scheduling import public_holidays
from opencoach.scheduling.actions.hours import add_override, set_week
from opencoach.scheduling.models import Override
from opencoach.scheduling.queries.free import Free
from opencoach.sessions.actions import book
from tests.cast import Cast
from tests.sessions.making import offer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
APRIL = dt.datetime(2027, 4, 20, 6, 0, tzinfo=dt.UTC)
PAGE = "/p/okafor/settings/availability/holidays/?country=DE&region=BE&year=2027"


@pytest.fixture(autouse=True)
def april() -> Iterator[None]:
    with time_machine.travel(APRIL, tick=False):
        yield


def test_berlin_has_its_own() -> None:
    found = dict(public_holidays.days("DE", "BE", 2027))
    assert found[dt.date(2027, 3, 8)] == "Women's Day"
    assert dt.date(2027, 3, 8) not in dict(public_holidays.days("DE", "BY", 2027))
    assert found[dt.date(2027, 10, 3)] == "German Unity Day"


def test_every_country_can_be_asked() -> None:
    """A few, such as islands where nobody lives, have none; where a year's are not decided yet, there are none yet."""
    found = {}
    for country in public_holidays.countries():
        found[country] = public_holidays.days(country, "", 2027)
        for region in public_holidays.regions(country)[:1]:
            public_holidays.days(country, region.code, 2027)
    assert sum(map(bool, found.values())) > 240


@pytest.mark.parametrize(
    ("zone", "country"), [("Europe/Berlin", "DE"), ("Asia/Kolkata", "IN"), ("America/New_York", "US"), ("UTC", "")]
)
def test_the_country_is_guessed_by_the_zone(zone: str, country: str) -> None:
    assert public_holidays.country_of(zone) == country


def test_chosen_days_are_closed_and_can_be_taken_back(client: Client, cast: Cast) -> None:
    set_week(cast.miriam, {day: [(540, 720)] for day in range(5)})
    kind = offer(cast.miriam, notice=0)
    client.force_login(cast.miriam.person)
    page = client.get(PAGE).content.decode()
    assert "Ascension Day" in page
    assert "Good Friday" not in page  # it is over
    answer = client.post(PAGE, {"day": ["2027-05-06", "2027-12-25", "2027-05-07", "made up"]}, follow=True)
    said = answer.content.decode()
    assert "2 days are closed." in said
    assert list(Override.objects.order_by("first").values_list("first", "label")) == [
        (dt.date(2027, 5, 6), "Ascension Day"), (dt.date(2027, 12, 25), "Christmas Day"),
    ]  # fmt: skip
    day = int(dt.datetime(2027, 5, 6, tzinfo=dt.UTC).timestamp())
    assert Free(cast.miriam, kind, (day, day + 86400), by_staff=False).starts(APRIL) == []
    undo = said.split("/settings/availability/holidays/undo/?days=")[1].split('"')[0]
    client.post(f"/p/okafor/settings/availability/holidays/undo/?days={undo}")
    assert not Override.objects.exists()
    assert Event.objects.filter(verb="availability.changed").count() == 3


def test_nobody_elses_days_are_taken_back(client: Client, cast: Cast) -> None:
    other = add_override(cast.devi, dt.date(2027, 5, 6), dt.date(2027, 5, 6), [])
    client.force_login(cast.miriam.person)
    client.post(f"/p/okafor/settings/availability/holidays/undo/?days={other.public_id},made-up")
    assert Override.objects.filter(pk=other.pk).exists()


def test_what_is_said_of_a_day_stays(client: Client, cast: Cast) -> None:
    add_override(cast.miriam, dt.date(2027, 5, 5), dt.date(2027, 5, 7), [(600, 660)], "Short days")
    client.force_login(cast.miriam.person)
    assert "You have said something of that day already." in client.get(PAGE).content.decode()
    client.post(PAGE, {"day": ["2027-05-06", "2027-05-17"]})
    assert list(Override.objects.order_by("first").values_list("label", flat=True)) == [
        "Short days",
        "Pentecost Monday",
    ]


def test_no_day_is_asked_for_again(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    answer = client.post(PAGE)
    assert answer.status_code == 422
    assert "Choose a day first." in answer.content.decode()
    assert not Override.objects.exists()


def test_sessions_on_such_a_day_are_named(client: Client, cast: Cast) -> None:
    start = dt.datetime(2027, 5, 6, 8, 0, tzinfo=dt.UTC)
    book(cast.ana_engagement, offer(cast.miriam), cast.miriam, start, actor=cast.miriam.person)
    client.force_login(cast.miriam.person)
    assert "1 session is booked that day" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("query", ["country=XX", "country=DE&year=1900", "country=&year=x", "country=DE&region=CA"])
def test_an_odd_address_is_a_page_all_the_same(client: Client, cast: Cast, query: str) -> None:
    client.force_login(cast.miriam.person)
    path = PAGE.split("?", maxsplit=1)[0]
    assert client.get(f"{path}?{query}").status_code in {200, 422}


def test_a_hundred_days_ahead_are_the_most(client: Client, cast: Cast) -> None:
    for number in range(100):
        day = dt.date(2028, 1, 1) + dt.timedelta(days=number)
        add_override(cast.miriam, day, day, [])
    client.force_login(cast.miriam.person)
    answer = client.post(PAGE, {"day": ["2027-05-06"]})
    assert answer.status_code == 422
    assert "Take some away first" in answer.content.decode()
