import datetime as dt

import pytest
import time_machine
from django.test import Client

from opencoach.dashboard.greeting import first_name, greeting
from tests.cast import Cast


@pytest.mark.parametrize(
    ("hour", "said"),
    [(4, "Good evening"), (5, "Good morning"), (11, "Good morning"), (12, "Good afternoon"), (18, "Good evening")],
)
def test_the_hour_decides(hour: int, said: str) -> None:
    assert greeting(dt.datetime(2026, 11, 24, hour, 59, tzinfo=dt.UTC), "Ana") == f"{said}, Ana"


@pytest.mark.parametrize(
    ("name", "called"),
    [("Ana Kovačević", "Ana"), ("Dr. Ana Kovačević", "Ana"), ("Dr.", "Dr."), ("", ""), ("李小龙", "李小龙")],
)
def test_one_is_called_by_the_first_name(name: str, called: str) -> None:
    assert first_name(name) == called


@pytest.mark.zones
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "day", "said"),
    [("miriam", "Monday 23 November", "Good evening, Miriam"), ("ana", "Tuesday 24 November", "Good morning, Ana")],
)
def test_each_reads_their_own_day(who: str, day: str, said: str, client: Client, cast: Cast) -> None:
    """23:30 in Berlin is half past six the next morning in Singapore, whatever zone the server is in."""
    with time_machine.travel(dt.datetime(2026, 11, 23, 22, 30, tzinfo=dt.UTC), tick=False):
        client.force_login(cast.people()[who])
        page = client.get("/p/okafor/").content.decode()
    assert day in page
    assert said in page


@pytest.mark.zones
@pytest.mark.django_db
def test_a_coach_sees_the_clients_wall_clock(client: Client, cast: Cast) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 23, 22, 30, tzinfo=dt.UTC), tick=False):
        client.force_login(cast.miriam.person)
        page = client.get(f"/p/okafor/clients/{cast.ana_engagement.public_id}/").content.decode()
    assert "06:30</span> in Singapore" in page


@pytest.mark.django_db
def test_the_clock_is_the_one_that_they_chose(client: Client, cast: Cast) -> None:
    url = f"/p/okafor/clients/{cast.ana_engagement.public_id}/"
    cast.miriam.preferences = {"hour12": True}
    cast.miriam.save()
    with time_machine.travel(dt.datetime(2026, 11, 23, 10, 5, tzinfo=dt.UTC), tick=False):
        client.force_login(cast.miriam.person)
        assert "6:05 PM</span> in Singapore" in client.get(url).content.decode()
        client.force_login(cast.priya.person)  # the next reader has their own again
        assert "18:05</span> in Singapore" in client.get(url).content.decode()
