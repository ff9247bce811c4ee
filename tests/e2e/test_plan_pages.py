"""Pages of a plan that do something without being loaded anew, and what they do for who has no mouse."""

import re

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.e2e import keyboard
from tests.e2e.conftest import Open, Served

pytestmark = pytest.mark.browser


def test_a_review_is_walked_goal_by_goal_and_what_is_typed_stays(open_tab: Open, served: Served) -> None:
    tab = open_tab(as_=("miriam", served))
    tab.goto(served.at("{p}/sessions/{long_session}/review/"))
    goals = tab.locator(".reviewed-goal")
    expect(goals).to_have_count(4)
    expect(tab.locator(".reviewed-goal:not(.folded)")).to_have_count(1)
    field = tab.get_by_label("What will you do?")
    field.fill("Say no once")
    goals.nth(1).get_by_role("link", name=re.compile("^Open")).click()
    second = goals.nth(1)
    expect(second.get_by_role("link", name=re.compile("^Fold"))).to_be_focused()
    second.get_by_role("button", name=re.compile("^Take it along ?: I read a book a month: step 1$")).click()
    expect(tab.locator("#agreed")).to_contain_text("I read a book a month: step 1")
    done = second.get_by_role("button", name=re.compile("^Done ?: I read a book a month: step 2$"))
    keyboard.press(tab, done)
    undo = second.get_by_role("button", name=re.compile("^Not done after all ?: I read a book a month: step 2$"))
    expect(undo).to_be_focused()
    second.get_by_text("Rate it now").click()
    second.locator("label").filter(has_text="Four in five").click()
    second.get_by_role("button", name="Keep this rating").click()
    expect(second.locator(".moved")).to_contain_text("+1")
    expect(tab.locator("#toasts")).to_contain_text("The rating is kept.")
    expect(field).to_have_value("Say no once")
    second.get_by_role("link", name=re.compile("^Next:")).click()
    expect(goals.nth(2).locator(".reviewed > li")).to_have_count(16)
    tab.reload()
    expect(tab.locator(".reviewed-goal:not(.folded) h2")).to_have_text("Two evenings belong to us")
    assert tab.complaints == []  # type: ignore[attr-defined]


def test_needs_are_put_in_order_without_a_mouse(open_tab: Open, served: Served) -> None:
    """The keyboard stays at the need that moves, at either end of the list too."""
    tab = open_tab(as_=("ana", served))
    tab.goto(served.at("{p}/clients/{ana}/plan/needs/"))
    first = titles(tab)[0]
    keyboard.press(tab, tab.get_by_role("button", name=f"Move “{first}” down"))
    expect(tab.locator(".need-row").first).not_to_contain_text(first)
    for _step in titles(tab)[2:]:
        expect(tab.get_by_role("button", name=f"Move “{first}” down")).to_be_focused()
        tab.keyboard.press("Enter")
    expect(tab.locator(".need-row").last).to_contain_text(first)
    back = tab.get_by_role("button", name=f"Move “{first}” up")
    expect(back).to_be_focused()
    for _step in titles(tab)[1:]:
        tab.keyboard.press("Enter")
        expect(tab.locator("[autofocus]")).to_be_focused()
    assert titles(tab)[0] == first


def titles(tab: Tab) -> list[str]:
    return tab.locator(".need-row .row-title").all_inner_texts()


def test_a_tick_says_what_it_did_and_takes_it_back(open_tab: Open, served: Served) -> None:
    tab = open_tab("phone", as_=("ana", served))
    tab.goto(served.at("{p}/"))
    line = tab.locator("#doing button.tick-line[aria-pressed=false]").first
    line.click()
    expect(tab.locator("#toasts")).to_contain_text("Done.")
    tab.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(tab.locator("#toasts")).to_contain_text("It is open again.")
