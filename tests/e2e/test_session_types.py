"""A coach says what they offer, on a phone: with a mistake, and then right."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.e2e.conftest import SCHEMES, Open, Served

pytestmark = pytest.mark.browser


def test_a_coach_begins_with_the_usual_two_and_offers_more(
    open_tab: Open, served: Served, axe: Callable[[Tab], list[str]]
) -> None:
    tab = open_tab("phone", as_=("devi", served))
    tab.goto(served.at("{p}/sessions/"))
    tab.get_by_role("main").get_by_role("link", name="Session types").click()
    tab.get_by_role("button", name="Begin with the usual two").click()
    expect(tab.get_by_role("link", name="First talk")).to_be_visible()
    tab.get_by_role("link", name="New session type").click()
    tab.get_by_label("Name").fill("Walk and talk")
    place = tab.get_by_label("Address, link, or who calls whom")
    expect(place).to_be_hidden()  # by video there is nothing to say
    tab.get_by_label("In person").check()
    tab.get_by_label("At least so long before").fill("9")
    tab.get_by_label("At most so many days ahead").fill("9")
    tab.get_by_role("button", name="Offer it").click()
    summary = tab.locator(".error-summary")
    expect(summary).to_contain_text("2 things need another look")
    for scheme in SCHEMES:
        tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert axe(tab) == []
    summary.get_by_role("link", name="Address, link, or who calls whom").click()
    expect(place).to_be_focused()
    place.fill("The park gate, Tiergarten")
    tab.get_by_label("Unit").first.select_option("hours")
    tab.get_by_role("button", name="Offer it").click()
    row = tab.get_by_role("listitem").filter(has_text="Walk and talk")
    expect(row).to_contain_text("1 hour · In person · Devi Anand")
    row.get_by_role("link").click()
    expect(tab.get_by_label("At least so long before")).to_have_value("9")
    tab.get_by_role("button", name="Stop offering it").click()
    expect(tab.get_by_role("heading", name="No longer offered")).to_be_visible()
    tab.get_by_role("button", name="Undo").click()
    expect(tab.get_by_text("“Walk and talk” is offered again.")).to_be_visible()
    expect(tab.get_by_role("heading", name="No longer offered")).to_have_count(0)
