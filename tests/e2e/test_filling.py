"""A client fills in half of it on the phone, loses the connection, goes on, and finishes on the laptop."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, expect
from playwright.sync_api import Page as Tab

from tests.e2e.conftest import Open, Served
from tests.e2e.keyboard import reach

pytestmark = pytest.mark.browser
SAVED, OFFLINE = re.compile("^Saved"), re.compile("No connection")


def opened(open_tab: Open, served: Served, size: str, page: int) -> Tab:
    tab = open_tab(size=size, as_=("ana", served))
    tab.goto(served.at(f"{{p}}/questionnaires/{{sheet}}/?page={page}"))
    expect(tab.locator("form[data-ready]")).to_be_attached()
    return tab


def says(tab: Tab, words: re.Pattern[str]) -> None:
    expect(tab.locator("[data-saved]")).to_have_text(words)


def reads(tab: Tab, role: str, name: str, help_text: str = "") -> Locator:
    """What a screen reader is told of a control; Tab alone leads there."""
    found = tab.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
    reach(tab, found)
    expect(found).to_have_accessible_description(help_text)
    return found


def test_every_kind_of_question_is_answered_with_keys_alone_and_has_a_name(
    open_tab: Open, served: Served, axe: Callable[[Tab], list[str]], keep_picture: Callable[[Tab, str], Path]
) -> None:
    tab = open_tab(as_=("ana", served))
    tab.on("filechooser", lambda _chooser: None)  # from now on they are caught
    tab.goto(served.at("{p}/questionnaires/{every}/"))
    expect(tab.locator("form[data-ready]")).to_be_attached()
    keys = tab.keyboard
    reads(tab, "textbox", "What shall I call you?")
    keys.type("Ana")
    reads(tab, "textbox", "Your address (optional)")
    keys.type("a@b.example")
    reads(tab, "textbox", "What brings you here? (optional)", "A few sentences.")
    keys.type("Words")
    reads(tab, "textbox", "How long do you sleep? (optional)")
    keys.type("7")
    for label, typed in (("Since when? (optional)", "05042026"), ("When do you get up? (optional)", "0630AM")):
        reach(tab, tab.get_by_label(label))
        keys.type(typed)
    group(tab, "Have you had a coach before? (optional)", "radio", "Yes")
    keys.press("Space")
    reads(tab, "textbox", "How was it? (optional)")  # it has come up
    keys.type("Short")
    reads(tab, "combobox", "Where do you work? (optional)")
    keys.type("At an")
    group(tab, "What would you like to work on? (optional)", "checkbox", "Something else")
    keys.press("Space")
    reads(tab, "textbox", "Something else")
    keys.type("saying no")
    group(tab, "How much energy do you have? (optional)", "radio", "1 None")
    keys.press("Space")
    keys.press("ArrowRight")
    expect(tab.get_by_role("status").filter(has_text="20")).to_be_attached()  # the total says it
    group(tab, "How much pressure is there? (optional)", "slider", "How much pressure is there?")
    keys.press("ArrowRight")
    reads(tab, "textbox", "A number from 0 to 100")
    group(tab, "What matters most? (optional)", "button", "Move “Fun” up")
    keys.press("Enter")
    expect(tab.locator("[data-placed]")).to_have_text("Fun: place 2 of 3")
    group(tab, "your home", "radio", "Not at all")
    keys.press("ArrowRight")
    group(tab, "Row 1", "textbox", "What")
    keys.type("Yoga")
    reads(tab, "textbox", "How long weeks")
    keys.type("3")
    reads(tab, "combobox", "Did it help?")
    keys.type("Yes")
    reads(tab, "button", "Remove Row 1")
    reads(tab, "button", "Add a row")
    keys.press("Enter")
    keys.type("Lists")  # where the keyboard is now
    hands_in(tab)
    assert told(tab) >= {
        ("a.name", "Ana"), ("a.mail", "a@b.example"), ("a.why", "Words"), ("a.hours", "7"), ("a.since", "2026-05-04"),
        ("a.wake", "06:30"), ("a.tried", "yes"), ("a.how", "Short"), ("a.work", "office"), ("a.topics", "+other"),
        ("a.topics.other", "saying no"), ("a.energy", "2"), ("a.stress", "51"), ("a.life.home", "mid"),
        ("a.steps.0.what", "Yoga"), ("a.steps.0.weeks", "3"), ("a.steps.0.helped", "yes"), ("a.steps.1.what", "Lists"),
    }  # fmt: skip
    assert tab.evaluate("[...new FormData(document.querySelector('form[data-filling]')).getAll('a.values')]") == [
        "family", "fun", "freedom"
    ]  # fmt: skip
    assert axe(tab) == []
    keep_picture(tab, "fill-every-desktop-light")

    # what is wrong is said with the question, and the keyboard comes to it from the top
    reach(tab, tab.get_by_role("textbox", name="How long do you sleep? (optional)"))
    keys.press("ControlOrMeta+a")
    keys.type("much")
    reach(tab, tab.get_by_role("button", name="Send the answers"))
    keys.press("Enter")
    reach(tab, tab.get_by_role("alert").get_by_role("link").first)
    keys.press("Enter")
    wrong = tab.get_by_role("textbox", name="How long do you sleep? (optional)")
    expect(wrong).to_have_accessible_description(re.compile("number"))
    expect(wrong).to_have_attribute("aria-invalid", "true")
    assert axe(tab) == []
    reach(tab, wrong)
    keys.press("ControlOrMeta+a")
    keys.type("7")
    reach(tab, tab.get_by_role("button", name="Send the answers"))
    keys.press("Enter")
    expect(tab.locator("article")).to_contain_text("saying no")
    expect(tab.locator("article audio")).to_have_count(1)
    assert complaints(tab, "422") == []


def group(tab: Tab, group_name: str, role: str, name: str) -> None:
    """A control within its question, whose words are said first."""
    found = tab.get_by_role("group", name=group_name, exact=True)
    reach(tab, found.get_by_role(role, name=name, exact=True))  # type: ignore[arg-type]


def hands_in(tab: Tab) -> None:
    """A file, something spoken and something filmed."""
    paper = tab.get_by_role("group", name="Something you have written (optional)", exact=True)
    reach(tab, paper.get_by_role("button", name="Add files"))
    with tab.expect_file_chooser() as chooser:
        tab.keyboard.press("Enter")
    chooser.value.set_files(FilePayload(name="Plan.txt", mimeType="text/plain", buffer=b"The plan"))
    expect(paper.get_by_role("status")).to_have_text("Plan.txt is there.")
    for name, press, says in (
        ("Or say it (optional)", "Record it", "audio"),
        ("Or film it (optional)", "Film it", "video"),
    ):
        question = tab.get_by_role("group", name=name, exact=True)
        reach(tab, question.get_by_role("button", name=press, exact=True))
        tab.keyboard.press("Enter")
        expect(question.get_by_role("status")).to_have_text("It is being recorded.")
        expect(question.locator(".recorder")).to_contain_text("0:01")
        reach(tab, question.get_by_role("button", name="Stop", exact=True))  # where the keyboard still is
        tab.keyboard.press("Enter")
        expect(question.get_by_role("status")).to_have_text(re.compile("is there"))
        expect(question.locator(f"[data-filed] {says}")).to_be_visible()
    reach(
        tab,
        tab.get_by_role("group", name="Or film it (optional)", exact=True).get_by_role(
            "button", name=re.compile("^Remove")
        ),
    )
    tab.keyboard.press("Enter")
    expect(tab.locator("[data-kind=video] [data-filed]")).to_have_count(0)


def complaints(tab: Tab, *own: str) -> list[str]:
    """What the console says that the test didn't do itself. A page that is left before the one before it has faded out
    is no mistake."""
    lines: list[str] = tab.complaints  # type: ignore[attr-defined]
    return [line for line in lines if not any(why in line for why in (*own, "Transition was"))]


def told(tab: Tab) -> set[tuple[str, str]]:
    """What the form says now."""
    fields = tab.evaluate(
        "[...new FormData(document.querySelector('form[data-filling]'))].map(([k, v]) => [k, String(v)])"
    )
    return {(name, value) for name, value in fields}


def test_half_on_the_phone_without_a_connection_the_rest_on_the_laptop(
    open_tab: Open, served: Served, axe: Callable[[Tab], list[str]], keep_picture: Callable[[Tab, str], Path]
) -> None:
    phone = opened(open_tab, served, "phone", 1)
    phone.get_by_label("What shall I call you?").fill("Ana")
    with phone.expect_response(re.compile("/answers/")):  # a moment later, without a button
        pass
    says(phone, SAVED)
    phone.context.set_offline(True)
    phone.get_by_label("What brings you here?").fill("Between two stations")
    phone.get_by_label("How long do you sleep?").fill("6,5")
    says(phone, OFFLINE)
    phone.get_by_role("button", name="Next").click()
    says(phone, OFFLINE)
    expect(phone.get_by_label("What brings you here?")).to_have_value("Between two stations")
    with phone.expect_response(lambda answer: "/answers/" in answer.url and answer.ok):
        phone.context.set_offline(False)
    says(phone, SAVED)

    laptop = opened(open_tab, served, "desktop", 1)
    for label, value in (
        ("What shall I call you?", "Ana"), ("What brings you here?", "Between two stations"),
        ("How long do you sleep?", "6.5"),
    ):  # fmt: skip
        expect(laptop.get_by_label(label)).to_have_value(value)

    # both at once, in the same words: neither is lost, a person chooses
    laptop.get_by_label("What brings you here?").fill("From the laptop")
    says(laptop, SAVED)
    with laptop.expect_response(re.compile("/answers/")):
        laptop.get_by_label("When do you get up?").fill("06:30")
    phone.get_by_label("What brings you here?").fill("From the phone")
    note = phone.get_by_role("alert")
    expect(note).to_contain_text("From the laptop")
    expect(phone.get_by_label("What brings you here?")).to_have_value("From the phone")
    keep_picture(phone, "fill-two-devices-phone-light")
    assert axe(phone) == []
    with phone.expect_response(re.compile("/answers/")):
        note.get_by_role("button", name="Keep what is here").click()
    says(phone, SAVED)

    # closed without a connection: it waits on the device until the page is opened again
    phone.context.set_offline(True)
    phone.get_by_label("Your address").fill("ana@example.org")
    says(phone, OFFLINE)
    phone.close()
    phone.context.set_offline(False)
    again = phone.context.new_page()
    again.goto(served.at("{p}/questionnaires/{sheet}/?page=1"))
    expect(again.get_by_label("Your address")).to_have_value("ana@example.org")

    laptop.reload()
    expect(laptop.get_by_label("What brings you here?")).to_have_value("From the phone")
    laptop.get_by_role("button", name="Next").click()
    expect(laptop.get_by_role("heading", name="To choose")).to_be_visible()

    # on paper a menu shows what is in it, until something is chosen
    work = laptop.locator("[data-item=work]")
    laptop.emulate_media(media="print")
    expect(work.locator(".on-paper li")).to_have_text(["At home", "At an office"])
    expect(work.locator(".on-paper")).to_be_visible()
    expect(work.locator("select")).to_be_hidden()
    laptop.emulate_media(media="screen")
    expect(work.locator(".on-paper")).to_be_hidden()
    work.locator("select").select_option("At home")
    laptop.emulate_media(media="print")
    expect(work.locator(".on-paper")).to_be_hidden()
    expect(work.locator("select")).to_be_visible()
    laptop.emulate_media(media="screen")

    # what is asked next, and totals, follow at once, without the server too
    laptop.context.set_offline(True)
    how = laptop.get_by_label("How was it?")
    laptop.get_by_role("radio", name="No", exact=True).check()
    expect(how).to_be_hidden()
    laptop.get_by_role("radio", name="Yes").check()
    expect(how).to_be_visible()
    laptop.get_by_role("radio", name="No", exact=True).check()
    expect(how).to_be_hidden()
    laptop.get_by_role("group", name="How much energy do you have?").get_by_role("radio", name="4").check()
    with laptop.expect_response(lambda answer: "/answers/" in answer.url and answer.ok):
        laptop.context.set_offline(False)
    laptop.get_by_role("button", name="Next").click()
    expect(laptop.locator("output")).to_have_text("40")
    laptop.get_by_role("button", name="Send the answers").click()
    expect(laptop.locator("article")).to_contain_text("From the phone")
    for words in ("Ana", "ana@example.org", "6.5 hours", "6:30", "4 of 5"):
        expect(laptop.locator("article")).to_contain_text(words)

    laptop.emulate_media(media="print")
    expect(laptop.get_by_role("button", name="Print")).to_be_hidden()
    expect(laptop.locator(".rail")).to_be_hidden()
    expect(laptop.locator(".q-answers").first).to_be_visible()
    keep_picture(laptop, "fill-sent-print")
    for tab in (phone, laptop):
        assert complaints(tab, "ERR_INTERNET_DISCONNECTED", "409") == []
