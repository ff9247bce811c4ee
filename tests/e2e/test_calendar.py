"""The practice's calendar with a mouse and with keys."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab

from tests.e2e.conftest import SCHEMES, SIZES, Open, Served

pytestmark = pytest.mark.browser
WEEK = "{p}/calendar/?day={day}"


def drag(tab: Tab, event: Locator, spot: Locator) -> None:
    """Take it near its top, and let it go with its top a little below that of the spot."""
    into_the_middle(event)
    source, target = event.bounding_box(), spot.bounding_box()
    assert source
    assert target
    tab.mouse.move(source["x"] + 20, source["y"] + 8)
    tab.mouse.down()
    tab.mouse.move(target["x"] + 20, target["y"] + 12, steps=8)
    expect(event).to_have_class(re.compile("is-dragged"))
    tab.mouse.up()


def into_the_middle(event: Locator) -> None:
    """Whatever the time of day: not below the head of the week, and two hours around it are seen."""
    event.evaluate("one => one.scrollIntoView({block: 'center'})")


def another(tab: Tab, event: Locator) -> Locator:
    """A time two hours before or after, that is on the page."""
    row = int(re.search(r"at-(\d+)", event.get_attribute("class") or "")[1])  # type: ignore[index]
    day = event.locator("xpath=..")
    early = day.locator(f".spot.at-{row - 24}") if row > 24 else day.locator(f".spot.at-{row + 24}")
    return early.first


def test_a_session_is_dragged_asked_about_moved_and_moved_back(open_tab: Open, served: Served) -> None:
    tab = open_tab(as_=("miriam", served))
    tab.goto(served.at(WEEK))
    event = tab.locator(".event[data-moving]").first
    said = event.inner_text()
    into_the_middle(event)
    where = event.bounding_box()
    drag(tab, event, another(tab, event))
    dialog = tab.locator("#move")
    expect(dialog).to_contain_text("Move the session with Ana Kovačević?")
    expect(dialog).to_contain_text("gets a mail about it")
    dialog.get_by_role("link", name="Leave it").click()
    expect(dialog).to_be_hidden()
    assert event.bounding_box() == where
    drag(tab, event, another(tab, event))
    dialog.get_by_role("button", name="Move it").click()
    expect(tab.locator(".toast")).to_contain_text("The session is moved to")
    assert tab.locator(".event[data-moving]").first.inner_text() != said
    tab.locator(".toast").get_by_role("button", name="Undo").click()
    expect(tab.locator(".toast")).to_contain_text("The session is moved to")
    assert tab.locator(".event[data-moving]").first.inner_text() == said
    assert [one for one in tab.complaints if "Transition" not in one] == []  # type: ignore[attr-defined]


def test_let_go_where_nothing_is_it_stays_and_a_click_opens_it(open_tab: Open, served: Served) -> None:
    tab = open_tab(as_=("miriam", served))
    tab.goto(served.at(WEEK))
    event = tab.locator(".event[data-moving]").first
    into_the_middle(event)
    where = event.bounding_box()
    assert where
    tab.mouse.move(where["x"] + 20, where["y"] + 8)
    tab.mouse.down()
    tab.mouse.move(40, 300, steps=4)
    tab.mouse.up()
    assert event.bounding_box() == where
    assert "/calendar/" in tab.url
    event.click()
    dialog = tab.locator("#move")
    expect(dialog).to_contain_text("Ana Kovačević")
    tab.keyboard.press("Escape")
    expect(event).to_be_focused()
    tab.keyboard.press("Enter")
    dialog.get_by_role("link", name="Open the session").click()
    expect(tab).to_have_url(re.compile("/sessions/[0-9a-f-]{36}/"))


@pytest.mark.parametrize("size", SIZES)
def test_a_session_at_a_glance(
    size: str, open_tab: Open, served: Served, axe: Callable[[Tab], list[str]], keep_picture: Callable[[Tab, str], Path]
) -> None:
    tab = open_tab(size, as_=("miriam", served))
    tab.goto(served.at(WEEK))
    tab.locator(".event[data-moving]").first.click()
    expect(tab.locator("#move")).to_contain_text("The talk with Rui")
    for scheme in SCHEMES:
        tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        keep_picture(tab, f"calendar-glance-{size}-{scheme}")
        assert axe(tab) == []
    tab.mouse.click(5, 5)  # beside it
    expect(tab.locator("#move")).to_be_hidden()


def test_in_a_month_it_is_dragged_to_another_day(open_tab: Open, served: Served) -> None:
    tab = open_tab(as_=("miriam", served))
    tab.goto(served.at("{p}/calendar/?view=month&day={day}"))
    event = tab.locator(".event[data-moving]").first
    home = event.locator("xpath=ancestor::td")
    other = tab.locator(f".calendar-month td:not([data-day='{home.get_attribute('data-day')}'])").last
    clock = event.locator("b").inner_text()
    source, target = event.bounding_box(), other.bounding_box()
    assert source
    assert target
    tab.mouse.move(source["x"] + 20, source["y"] + 8)
    tab.mouse.down()
    tab.mouse.move(target["x"] + 20, target["y"] + 20, steps=8)
    tab.mouse.up()
    dialog = tab.locator("#move")
    expect(dialog).to_contain_text("Move the session with Ana Kovačević?")
    expect(dialog.locator("strong")).to_contain_text(clock)
    dialog.get_by_role("link", name="Leave it").click()
    expect(event).to_be_focused()


def test_keys_walk_the_calendar(open_tab: Open, served: Served) -> None:
    tab = open_tab(as_=("miriam", served))
    tab.goto(served.at("{p}/calendar/?day=2027-03-03"))
    for key, shown in (
        ("m", "March 2027"), ("ArrowRight", "April 2027"), ("d", "Saturday 3 April 2027"),
        ("ArrowLeft", "Friday 2 April 2027"), ("w", "29 March – 4 April 2027"),
    ):  # fmt: skip
        tab.keyboard.press(key)
        expect(tab.locator("h1")).to_have_text(shown)
    tab.keyboard.press("t")
    expect(tab.locator(".calendar-column.is-today")).to_be_visible()
    tab.keyboard.press("?")
    expect(tab.locator("#keys-help")).to_contain_text("In the calendar")


def test_without_scripts_an_empty_time_is_booked_and_colleagues_are_chosen(open_tab: Open, served: Served) -> None:
    tab = open_tab(as_=("miriam", served), java_script_enabled=False)
    tab.goto(served.at(WEEK))
    tab.select_option("#whose", label="Everybody")
    tab.get_by_role("button", name="Show").click()
    expect(tab.locator(".event").first).to_contain_text("Ana")
    tab.locator(".spot").nth(8).click()
    expect(tab.locator("h1")).to_have_text("With whom?")
    tab.get_by_role("link", name="Ana Kovačević").first.click()
    tab.get_by_role("link", name="Coaching session").click()
    expect(tab.get_by_role("button", name="Book this time")).to_be_visible()
