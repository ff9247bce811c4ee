"""A coach makes a worksheet with keys alone, tries it out and asks it; the client answers it on the phone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, expect
from playwright.sync_api import Page as Tab

from tests.e2e.conftest import Open, Served
from tests.e2e.keyboard import choose, press, reach, write

pytestmark = pytest.mark.browser


def add(tab: Tab, kind: str) -> None:
    choose(tab, tab.get_by_label("Kind of question"), kind)
    press(tab, tab.get_by_role("button", name="Add a question"))
    expect(tab.get_by_role("button", name="Save it")).to_be_visible()


def save(tab: Tab, name: str) -> None:
    press(tab, tab.get_by_role("button", name="Save it"))
    expect(tab.get_by_role("link", name=re.compile(f"Change.*{re.escape(name)}"))).to_be_visible()
    expect(tab.locator("form[data-editing]")).to_have_count(0)


def beside(tab: Tab) -> FrameLocator:
    """The preview on a phone's width."""
    return tab.frame_locator("iframe[data-preview]")


def order(tab: Tab) -> list[str]:
    return tab.locator("[data-arrange] > [data-id]").evaluate_all("rows => rows.map(row => row.dataset.id)")  # type: ignore[no-any-return]


def build(tab: Tab) -> None:
    """Energy, hours, a question that comes only where energy is low, a total; each seen beside before it is kept."""
    add(tab, "A scale")
    write(tab, tab.get_by_label("What is asked"), "Energy")
    expect(beside(tab).get_by_role("group", name="Energy")).to_be_visible()  # and nothing is saved yet
    write(tab, tab.get_by_label(re.compile("^To ")), "5")
    write(tab, tab.get_by_label("Words for points"), "1 = None\n5 = Plenty")
    expect(beside(tab).get_by_role("radio", name="5 Plenty")).to_be_visible()
    save(tab, "Energy")
    add(tab, "A number")
    write(tab, tab.get_by_label("What is asked"), "Hours of sleep")
    save(tab, "Hours of sleep")
    add(tab, "Several lines")
    write(tab, tab.get_by_label("What is asked"), "What costs you?")
    press(tab, tab.locator("summary").filter(has_text="Shown only sometimes"))
    choose(tab, tab.locator("[name=field0]"), "Energy")
    choose(tab, tab.locator("[name=operator0]"), "is at most")
    write(tab, tab.locator("[name=value0]"), "2")
    expect(beside(tab).get_by_label("What costs you?")).to_be_hidden()
    save(tab, "What costs you?")
    add(tab, "A total")
    write(tab, tab.get_by_label("What is asked"), "Together")
    write(tab, tab.get_by_label("How it is worked out"), "scale +")
    expect(beside(tab).get_by_text("What stands in the form can't be shown yet")).to_be_visible()
    tab.keyboard.type(" number")
    expect(beside(tab).get_by_text("What stands in the form can't be shown yet")).to_have_count(0)
    save(tab, "Together")
    one_answer_only_sometimes(tab)


def one_answer_only_sometimes(tab: Tab) -> None:
    add(tab, "One of several")
    write(tab, tab.get_by_label("What is asked"), "What helps?")
    write(tab, tab.get_by_label(re.compile("^Answers")), "Rest\nTalking")
    press(tab, tab.locator("summary").filter(has_text="Answers shown only sometimes"))
    press(tab, tab.get_by_role("button", name="When “Second answer” is shown"))  # as it is called until that is saved
    expect(tab.get_by_role("heading", name="When the answer “Talking” is shown")).to_be_visible()
    talking = beside(tab).get_by_role("radio", name="Talking")
    expect(talking).to_be_visible()
    choose(tab, tab.get_by_role("group", name="Condition 1").get_by_label("Question"), "Energy")
    choose(tab, tab.get_by_role("group", name="Condition 1").get_by_label("How"), "is at most")
    write(tab, tab.get_by_role("group", name="Condition 1").get_by_label("Value"), "2")
    expect(talking).to_be_hidden()
    press(tab, tab.get_by_role("button", name="Save it"))
    expect(tab.get_by_text("when Energy is at most 2")).to_be_visible()
    save(tab, "What helps?")


def test_a_worksheet_from_nothing_to_a_client_with_keys_alone(
    open_tab: Open, served: Served, axe: Callable[[Tab], list[str]], keep_picture: Callable[[Tab, str], Path]
) -> None:
    tab = open_tab(as_=("miriam", served))
    tab.goto(served.at("{p}/library/questionnaires/"))
    write(tab, tab.get_by_label("Title"), "My week in numbers")
    press(tab, tab.get_by_role("button", name="Begin"))
    expect(tab.get_by_role("heading", level=1, name="My week in numbers")).to_be_visible()
    build(tab)
    assert order(tab) == ["scale", "number", "long_text", "total", "single"]
    press(tab, tab.get_by_role("button", name="Move “Hours of sleep” up"))
    expect(tab.locator("[data-arrange] > [data-id]").first).to_have_attribute("data-id", "number")

    # the preview answers like the real page, and forgets
    costs = beside(tab).get_by_label("What costs you?")
    reach(tab, beside(tab).get_by_label("Hours of sleep"))
    tab.keyboard.type("6.5")
    reach(tab, beside(tab).get_by_role("radio", name="1 None"))
    tab.keyboard.press("Space")
    expect(costs).to_be_visible()
    expect(beside(tab).locator("output")).to_have_text("7.5")
    tab.keyboard.press("ArrowLeft")  # round to the last one
    expect(costs).to_be_hidden()
    expect(beside(tab).locator("output")).to_have_text("11.5")
    keep_picture(tab, "building-desktop-light")
    assert axe(tab) == []

    # tried out on the page of its own
    press(tab, tab.get_by_role("link", name="Try it out"))
    reach(tab, tab.get_by_label("Hours of sleep"))
    tab.keyboard.type("7")
    reach(tab, tab.get_by_role("radio", name="1 None"))
    tab.keyboard.press("Space")
    tab.keyboard.press("ArrowRight")
    expect(tab.get_by_label("What costs you?")).to_be_visible()
    expect(tab.locator("output")).to_have_text("9")
    press(tab, tab.get_by_role("button", name="See what comes out"))
    expect(tab.get_by_role("heading", name="What came out")).to_be_visible()
    expect(tab.locator("form output")).to_have_text("9")

    press(tab, tab.get_by_role("link", name="Questions", exact=True))
    press(tab, tab.get_by_role("button", name="Publish"))
    expect(tab.get_by_text("Published. It can be asked now")).to_be_visible()
    tab.goto(served.at("{p}/clients/{ana}/questionnaires/"))
    choose(tab, tab.get_by_label("Questionnaire", exact=True), "My week in numbers · Worksheet")
    press(tab, tab.get_by_role("button", name="Ask it", exact=True))
    expect(tab.locator(".list .row-title").filter(has_text="My week in numbers")).to_be_visible()

    phone = open_tab(size="phone", as_=("ana", served))
    phone.goto(served.at("{p}/"))
    phone.get_by_role("link", name=re.compile("My week in numbers")).first.click()
    expect(phone.locator("form[data-ready]")).to_be_attached()
    phone.get_by_label("Hours of sleep").fill("6")
    expect(phone.get_by_label("What costs you?")).to_be_hidden()
    expect(phone.get_by_role("radio", name="Talking")).to_be_hidden()
    phone.get_by_role("radio", name="1 None").check()
    phone.get_by_role("radio", name="Talking").check()
    phone.get_by_label("What costs you?").fill("The mornings")
    expect(phone.locator("output")).to_have_text("7")
    keep_picture(phone, "building-answered-phone-light")
    phone.get_by_role("button", name="Send the answers").click()
    expect(phone.locator("article")).to_contain_text("The mornings")
    expect(phone.locator("article")).to_contain_text("Talking")
    expect(phone.locator("article")).to_contain_text("7")
    # a page that is left before the one before it has faded out is no mistake
    assert [why for why in tab.complaints if "Transition was" not in why] == []  # type: ignore[attr-defined]


def test_a_question_is_dragged_to_another_place(open_tab: Open, served: Served) -> None:
    tab = open_tab(as_=("miriam", served))
    tab.goto(served.at("{p}/library/questionnaires/{made}/"))
    list_ = tab.locator("[data-arrange]").first
    ids = "list => [...list.querySelectorAll(':scope > [data-id]')].map(row => row.dataset.id)"
    before = list_.evaluate(ids)
    grip, target = list_.locator("[data-grip]").nth(2), list_.locator(":scope > [data-id]").first
    grip.scroll_into_view_if_needed()
    held = grip.bounding_box()
    there = target.bounding_box()
    assert held
    assert there
    tab.mouse.move(held["x"] + 5, held["y"] + 5)
    tab.mouse.down()
    tab.mouse.move(held["x"] + 5, there["y"] + 20, steps=8)
    expect(list_.locator(":scope > [data-id]").first).to_have_attribute("data-id", before[2])  # where it would land
    with tab.expect_navigation():
        tab.mouse.up()
    moved = tab.locator("[data-arrange]").first
    assert moved.evaluate(ids) == [before[2], before[0], before[1], *before[3:]]
    with tab.expect_navigation():
        tab.get_by_role("button", name="Undo").click()
    assert tab.locator("[data-arrange]").first.evaluate(ids) == before
