"""After a session, in a browser: what is written is saved by itself, without a connection too; both say how it was."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open, Served

pytestmark = pytest.mark.browser
PAGE = "/p/okafor/sessions/{session_held}/follow-up/"


def test_a_note_and_a_summary_are_saved_while_they_are_written(served: Served, open_tab: Open) -> None:
    tab = open_tab(as_=("miriam", served))
    tab.goto(served.at(PAGE))
    for form, words in (("note", "She laughed."), ("summary", "Ana will ask for an hour.")):
        written = tab.locator(f"form[action$='/{form}/']")
        box = written.locator("textarea[name='body']")
        before = box.input_value()
        box.press("Control+End")
        with tab.expect_response(lambda answer, form=form: answer.url.endswith(f"/{form}/")) as answer:
            tab.keyboard.insert_text(f"\n\n{words}")
        assert answer.value.ok
        expect(written.locator("[data-state]")).to_have_text("Saved")
        other = open_tab(as_=("miriam", served))  # nothing is kept on this device
        other.goto(served.at(PAGE))
        assert other.locator(f"form[action$='/{form}/'] textarea[name='body']").input_value() == f"{before}\n\n{words}"
    expect(other.get_by_text("Changed since you shared it")).to_be_visible()


def test_words_written_without_a_connection_arrive_when_it_is_back(served: Served, open_tab: Open) -> None:
    tab = open_tab(as_=("miriam", served))
    tab.goto(served.at(PAGE))
    written = tab.locator("form[action$='/note/']")
    box = written.locator("textarea[name='body']")
    tab.context.set_offline(True)
    box.press("Control+End")
    tab.keyboard.insert_text("\n\nWritten in a tunnel.")
    expect(written.locator("[data-state]")).to_contain_text("No connection")
    tab.context.set_offline(False)
    expect(written.locator("[data-state]")).to_have_text("Saved", timeout=30_000)
    other = open_tab(as_=("miriam", served))
    other.goto(served.at(PAGE))
    assert "Written in a tunnel." in other.locator("form[action$='/note/'] textarea[name='body']").input_value()


def test_both_say_how_it_was_with_keys_alone(served: Served, open_tab: Open) -> None:
    tab = open_tab("phone", as_=("ana", served))
    tab.goto(served.at("/p/okafor/sessions/{session_held}/rating/"))
    for question in ("Did you feel heard?", "Was it about what matters to you now?"):
        tab.get_by_role("group", name=question).get_by_role("radio", checked=True).press("ArrowRight")
    tab.get_by_label("In a few words").fill("Better now.")
    tab.get_by_role("button", name="Send it").press("Enter")
    rated = tab.locator(".rated")
    expect(rated).to_contain_text("Heard8/10")
    expect(rated).to_contain_text("Right topics4/10")
    expect(rated).to_contain_text("Better now.")
    tab = open_tab(as_=("miriam", served))
    tab.goto(served.at(PAGE))
    for question in ("Heard", "Useful"):
        tab.get_by_label(question, exact=True).select_option("9")
    tab.locator("form[action$='then=followup'] button").last.click()
    expect(tab.get_by_label("Useful", exact=True)).to_have_value("9")
    expect(tab.get_by_role("button", name="Change it")).to_be_visible()
