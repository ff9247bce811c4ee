"""The next session's countdown on Today, while the page stays open."""

import datetime as dt

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.e2e.conftest import Open, Served

pytestmark = pytest.mark.browser


def begins(tab: Tab) -> dt.datetime:
    return dt.datetime.fromisoformat(tab.locator("[data-countdown]").get_attribute("data-countdown") or "")


@pytest.fixture
def shortly_before(open_tab: Open, served: Served) -> Tab:
    """Ana's Today as her device shows it five minutes and twenty seconds before the session."""
    tab = open_tab(as_=("ana", served))
    tab.goto(served.at("{p}/"))
    tab.clock.install(time=begins(tab) - dt.timedelta(minutes=5, seconds=20))
    tab.reload()
    return tab


def test_it_counts_down_and_says_once_that_it_is_time(shortly_before: Tab) -> None:
    tab = shortly_before
    line, told = tab.locator("[data-countdown]"), tab.locator("[data-countdown-said]")
    expect(line).to_have_text("Next session in 6 minutes")
    heard = (
        "() => { const heard = []; window.heard = heard; new MutationObserver(() => heard.push("
        "document.querySelector('[data-countdown-said]').textContent)).observe("
        "document.querySelector('[data-countdown-said]'), {childList: true, subtree: true, characterData: true}); }"
    )
    tab.evaluate(heard)
    for said in ("in 5 minutes", "in 4 minutes", "in 3 minutes", "in 2 minutes", "in 1 minute"):
        tab.clock.run_for(60_000)
        expect(line).to_have_text(f"Next session {said}")
    assert tab.evaluate("() => window.heard") == []  # minutes pass in silence
    assert line.evaluate("(line) => line.closest('[aria-live], [role=status], [role=alert]')") is None
    tab.clock.run_for(21_000)
    expect(line).to_have_text("It is time for your session")
    expect(told).to_have_text("It is time for your session")
    tab.clock.run_for(30_000)
    expect(told).to_have_text("")
    tab.clock.run_for(60 * 60_000)
    expect(line).to_have_text("This session is over")
    assert tab.evaluate("() => window.heard") == ["It is time for your session", ""]


def test_a_device_that_slept_is_put_right_when_it_wakes(shortly_before: Tab) -> None:
    tab = shortly_before
    expect(tab.locator("[data-countdown]")).to_have_text("Next session in 6 minutes")
    tab.clock.set_system_time(begins(tab) - dt.timedelta(seconds=50))  # no timer has run meanwhile
    tab.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(tab.locator("[data-countdown]")).to_have_text("Next session in 1 minute")


def test_days_before_nothing_is_counted(open_tab: Open, served: Served) -> None:
    tab = open_tab(as_=("ana", served))
    tab.goto(served.at("{p}/"))
    expect(tab.locator("[data-countdown]")).to_have_text("Next session")
