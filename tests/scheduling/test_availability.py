import datetime as dt

import pytest
from django.test import Client

from opencoach.people.refusal import Refused
from opencoach.scheduling.actions import hours
from opencoach.scheduling.models import Availability, Override, Travel
from opencoach.scheduling.queries.availability import hours_of
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PAGE = "/p/okafor/settings/availability/"
XMAS, NEW_YEAR = dt.date(2030, 12, 24), dt.date(2031, 1, 1)


def test_a_week_is_saved_as_typed(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    assert client.post(PAGE, {"day0": "9-12, 13:30–17", "day4": "8am-noon"}).status_code == 422
    assert not Availability.objects.exists()
    answer = client.post(PAGE, {"day0": "9-12, 13:30–17", "day4": "8am-12"}, follow=True).content.decode()
    assert 'value="09:00–12:00, 13:30–17:00"' in answer
    found = hours_of(cast.miriam, XMAS, NEW_YEAR)
    assert (found.zone, dict(found.weekly)) == ("Europe/Berlin", {0: [(540, 720), (810, 1020)], 4: [(480, 720)]})


def test_what_was_typed_stays_with_what_is_wrong_with_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    page = client.post(PAGE, {"day0": "nine to five", "day1": "9-12"}).content.decode()
    assert 'value="nine to five"' in page
    assert "“nine to five” is not understood" in page
    assert 'value="9-12"' in page


def test_monday_is_copied_and_looked_at_before_it_is_saved(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    page = client.post(PAGE, {"day0": "9-12", "day6": "10-11", "copy": "1"}).content.decode()
    assert page.count('value="9-12"') == 5
    assert page.count('value="10-11"') == 1
    assert "not saved yet" in page
    assert not Availability.objects.exists()


def test_days_that_differ_come_and_go(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    hours.set_week(cast.miriam, {day: [(540, 600)] for day in range(7)})
    days = {"first": XMAS.isoformat(), "last": NEW_YEAR.isoformat()}
    page = client.post(f"{PAGE}days/", {**days, "label": "Christmas"}, follow=True).content.decode()
    assert "Closed · Christmas" in page
    found = hours_of(cast.miriam, XMAS - dt.timedelta(days=1), XMAS)
    assert dict(found.overrides) == {XMAS: []}
    twice = client.post(f"{PAGE}days/", {**days, "ranges": "9-12"}).content.decode()
    assert "Something is said of some of these days already." in twice
    client.post(f"{PAGE}days/{Override.objects.get().public_id}/removal/")
    assert not Override.objects.exists()


def test_a_journey(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    page = client.post(
        f"{PAGE}travels/", {"first": XMAS.isoformat(), "zone": "Asia/Tokyo"}, follow=True
    ).content.decode()
    assert "Tokyo" in page
    assert [(one.first, one.zone) for one in hours_of(cast.miriam, XMAS, XMAS).travels] == [(XMAS, "Asia/Tokyo")]
    assert Travel.objects.get().last == XMAS
    back = {"first": NEW_YEAR.isoformat(), "last": XMAS.isoformat(), "zone": "Asia/Tokyo"}
    assert "before the first" in client.post(f"{PAGE}travels/", back).content.decode()


def test_what_makes_no_sense_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="before the first"):
        hours.add_override(cast.miriam, NEW_YEAR, XMAS, [])
    with pytest.raises(Refused, match="more than a year"):
        hours.add_override(cast.miriam, XMAS, XMAS + dt.timedelta(days=400), [])


def test_a_coach_who_has_said_nothing_has_no_hours(cast: Cast) -> None:
    assert hours_of(cast.miriam, XMAS, NEW_YEAR).weekly == {}
