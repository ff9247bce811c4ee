"""A coach adds a calendar in the browser; the worker reads it, and nobody can book over it."""

import datetime as dt
import zoneinfo
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open, Served
from tests.e2e.once import lived_in
from tests.e2e.test_main_job import complaints
from tests.ops.server import Server
from tests.patience import PATIENCE
from tests.scheduling.calendars.making import calendar, event
from tests.scheduling.calendars.server import Shelf, shelf

pytestmark = pytest.mark.browser
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
SOON = 30_000 * PATIENCE


@pytest.fixture(scope="module")
def provider() -> Iterator[Shelf]:
    with shelf() as serving:
        yield serving


@pytest.fixture(scope="module")
def at_work(built: None, provider: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server whose operator trusts the provider, although it is on this machine."""
    data = tmp_path_factory.mktemp("at-work")
    made = lived_in(tmp_path_factory.getbasetemp(), data)
    with Server(data, "--no-migrate", OPENCOACH_DATABASE_URL="", OPENCOACH_TRUSTED_HOSTS=provider.host) as running:
        yield Served(running, made["places"], made["sessions"])


def test_what_her_calendar_says_cannot_be_booked(at_work: Served, provider: Shelf, open_tab: Open) -> None:
    monday = dt.datetime.now(BERLIN).date()
    monday += dt.timedelta(days=14 - monday.weekday())
    provider.content = calendar(event(f"DTSTART;TZID=Europe/Berlin:{monday:%Y%m%d}T090000\nDURATION:PT9H"))
    booking = f"{at_work.url}/p/okafor/sessions/booking/?day={monday}"
    ana = open_tab("phone", as_=("ana", at_work))
    ana.goto(booking)
    free = f"?day={monday}"
    expect(ana.locator(f"table.days a[href*='{free}']")).to_have_count(1)

    miriam = open_tab(as_=("miriam", at_work))
    miriam.goto(f"{at_work.url}/p/okafor/settings/calendars/")
    miriam.get_by_role("textbox", name="Address").fill("not an address")
    miriam.get_by_role("textbox", name="Name").fill("Rehearsals")
    miriam.get_by_role("button", name="Add this calendar").click()
    expect(miriam.locator("main")).to_contain_text("This is no address of a calendar")
    expect(miriam.get_by_role("textbox", name="Name")).to_have_value("Rehearsals")
    miriam.get_by_role("textbox", name="Address").fill(provider.address)
    miriam.get_by_role("button", name="Add this calendar").click()
    row = miriam.locator("#links li", has_text="Rehearsals")
    expect(row).to_contain_text("1 busy time ahead", timeout=SOON)  # without loading the page again

    ana.goto(booking)
    expect(ana.locator(f"table.days a[href*='{free}']")).to_have_count(0)
    miriam.goto(f"{at_work.url}/p/okafor/calendar/?view=week&day={monday}")
    expect(miriam.locator(f"[data-day='{monday}'] .busy").first).to_contain_text("Busy elsewhere")

    miriam.goto(f"{at_work.url}/p/okafor/settings/calendars/")
    miriam.get_by_role("link", name="Rehearsals").click()
    miriam.get_by_role("button", name="Take this calendar away").click()
    expect(miriam.locator(".toast")).to_contain_text("taken away")
    ana.goto(booking)
    expect(ana.locator(f"table.days a[href*='{free}']")).to_have_count(1)
    assert complaints(ana) == []
    assert [one for one in complaints(miriam) if "422" not in one] == []  # what was no address
