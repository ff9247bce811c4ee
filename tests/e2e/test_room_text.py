"""A whole session in writing: from the waiting room to how it was, and what follows."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.meeting import CONNECT, Meeting, let_in, meeting
from tests.e2e.once import migrated

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[str]]
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 860}}


@pytest.fixture(scope="module")
def met(built: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meeting]:
    with meeting(migrated(tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("text")), "text") as made:
        yield made


def say(page: Page, words: str) -> None:
    page.fill("[data-write]", words)
    page.press("[data-write]", "Enter")


def sees(page: Page, words: str) -> None:
    expect(page.locator("[data-messages] .words", has_text=words)).to_be_visible(timeout=CONNECT)


def wide(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return int(page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth"))


def test_a_whole_session_in_writing(met: Meeting, axe: Axe) -> None:
    def faults(page: Page) -> list[str]:
        return [*axe(page), *(["too wide"] if wide(page) > 0 else [])]

    ana = met.come("ana", viewport=SIZES["phone"])
    expect(ana.get_by_text("Miriam Okafor is not here yet. You are the first.")).to_be_visible(timeout=CONNECT)
    assert faults(ana) == []
    ana.get_by_label("What is it to be about today?").fill("Friday’s yes")
    ana.get_by_role("button", name="Save it").click()
    met_again = met.made["room"]
    ana.goto(met.web.base + met_again)
    miriam = met.come("miriam", viewport=SIZES["desktop"])
    expect(miriam.get_by_label("What it is to be about")).to_have_value("Friday’s yes", timeout=CONNECT)
    let_in(miriam, ana)
    say(ana, "Good morning, Miriam")
    sees(miriam, "Good morning, Miriam")
    miriam.get_by_role("button", name="What do you want instead?").click()
    expect(miriam.locator("[data-write]")).to_have_value("What do you want instead?")
    miriam.press("[data-write]", "Enter")
    sees(ana, "What do you want instead?")
    expect(ana.locator("[data-elapsed]")).not_to_have_text("0:00", timeout=CONNECT)
    assert ana.locator("[data-prompts]").count() == 0
    assert faults(miriam) == []
    agree(miriam, ana)
    note(miriam, ana)
    assert faults(ana) == []
    end(met, miriam, ana)
    assert faults(ana) == []


def agree(miriam: Page, ana: Page) -> None:
    """What one adds is at the other at once; what the other was typing stays."""
    ana.get_by_role("button", name="Beside").click()
    ana.get_by_label("Add what was agreed").fill("I am still typing")
    miriam.get_by_label("Add what was agreed").fill("Ask Wei Ling first")
    miriam.get_by_role("button", name="Add", exact=True).click()
    expect(ana.get_by_text("Ask Wei Ling first")).to_be_visible(timeout=CONNECT)
    expect(ana.get_by_label("Add what was agreed")).to_have_value("I am still typing")
    ana.get_by_role("button", name="Done").first.click()
    expect(miriam.locator(".tick-button.is-done")).to_be_visible(timeout=CONNECT)
    miriam.get_by_role("button", name="Material").click()
    miriam.get_by_role("button", name="Show").first.click()
    expect(ana.locator("[data-shown-new]")).to_be_visible(timeout=CONNECT)
    ana.get_by_role("button", name="Material").click()
    expect(ana.locator("#shown-head")).to_have_text("The pause before the answer")


def note(miriam: Page, ana: Page) -> None:
    miriam.get_by_role("button", name="Your notes").click()
    miriam.locator("[data-pane=notes] textarea").first.fill("She laughed, and came back to it")
    expect(miriam.locator("[data-pane=notes] [data-state]")).to_contain_text("Saved", timeout=CONNECT)
    ana.reload()
    assert "She laughed" not in ana.content()


def end(met: Meeting, miriam: Page, ana: Page) -> None:
    miriam.on("dialog", lambda dialog: dialog.accept())
    miriam.get_by_role("button", name="End it").click()
    expect(miriam.get_by_role("heading", name="After the session")).to_be_visible(timeout=CONNECT)
    assert "She laughed" in miriam.content()
    expect(ana.get_by_role("heading", name="This session is over")).to_be_visible(timeout=CONNECT)
    became = met.tell("standing", met.made["session"])
    assert became == {"status": "held", "began": True, "there": {"Ana Kovačević": "there", "Miriam Okafor": "there"}}
    ana.get_by_role("link", name="How was it? 20 seconds").click()
    for question, mark in (("Did you feel heard?", "9"), ("Do you take something with you?", "8")):
        ana.get_by_role("group", name=question).get_by_role("radio", name=mark, exact=True).check()
    ana.get_by_role("button", name="Send it").click()
    expect(ana.locator(".rated")).to_contain_text("Heard9/10")
    ana.get_by_role("link", name="What you wrote in it").click()
    expect(ana.get_by_text("Good morning, Miriam")).to_be_visible()
    miriam.reload()
    expect(miriam.locator(".rated")).to_contain_text("Useful8/10")
    expect(miriam.locator(".agreed-here").first).to_contain_text("Ask Wei Ling first")
    miriam.locator("#agreed_new_title").fill("Ask Rui for half an hour")
    miriam.get_by_role("button", name="Add it").click()
    expect(miriam.locator(".agreed-here", has_text="Ask Rui for half an hour")).to_be_visible()


@pytest.fixture
def other(met: Meeting, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meeting]:
    """Another practice, in the same browser."""
    made = Meeting(migrated(tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("plain")), met.browser, {})
    made.made = made.tell("cast", "text")
    made.web.start()
    yield made
    made.web.kill()


def test_without_a_script_it_works_by_forms(other: Meeting) -> None:
    ana, miriam = (other.come(who, java_script_enabled=False) for who in ("ana", "miriam"))
    ana.get_by_role("button", name="Knock").click()
    miriam.get_by_role("button", name="I am here").click()
    miriam.get_by_role("button", name="Let in").click()
    ana.get_by_role("link", name="Look again").click()
    expect(ana.locator("#main")).to_have_attribute("data-stage", "in")
    ana.locator("[data-write]").fill("Good morning")
    ana.get_by_role("button", name="Send").click()
    miriam.goto(other.web.base + other.made["room"])
    expect(miriam.get_by_text("Good morning", exact=True)).to_be_visible()
    miriam.get_by_role("button", name="End it").click()
    assert other.tell("standing", other.made["session"])["status"] == "held"
