"""The library in a real browser: an upload goes on where it stopped; a text is written with the toolbar."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import Route, expect

from tests.e2e.conftest import Open, Served
from tests.e2e.test_main_job import complaints
from tests.patience import PATIENCE

pytestmark = pytest.mark.browser


def test_a_file_goes_on_where_it_stopped_and_a_text_is_written(open_tab: Open, served: Served, tmp_path: Path) -> None:
    file = tmp_path / "handout.pdf"
    file.write_bytes(b"%PDF-1.4" + random.Random(5).randbytes(2 * 4_194_304 + 5_000))
    tab = open_tab(as_=("miriam", served))
    tab.goto(served.at("{p}/library/upload/"))
    tab.wait_for_selector("form[data-upload][data-ready]")
    tab.route("**/pieces/1/", lambda route: route.abort())
    tab.set_input_files("[data-files]", str(file))
    expect(tab.locator(".upload-list .meta")).to_have_text("The connection is gone. It goes on by itself.")

    again = tab.context.new_page()  # the browser was closed meanwhile: the same file is chosen once more
    brought: list[str] = []
    again.route("**/pieces/**", lambda route: _noted(route, brought))
    again.goto(served.at("{p}/library/upload/"))
    again.wait_for_selector("form[data-upload][data-ready]")
    again.set_input_files("[data-files]", str(file))
    expect(again.locator(".upload-list .meta")).to_have_text("In the library")
    assert brought == ["1", "2"]
    again.click("text=Describe it")
    expect(again.locator("#id_title")).to_have_value("handout")
    _writes(again, served)


def _noted(route: Route, brought: list[str]) -> None:
    brought.append(route.request.url.rstrip("/").rpartition("/")[2])
    route.continue_()


def _writes(tab: Tab, served: Served) -> None:
    tab.goto(served.at("{p}/library/new/text/"))
    tab.fill("#id_title", "One breath")
    area = tab.locator("#id_body")
    area.fill("Breathe out")
    area.select_text()
    tab.click("[data-mark=bold]")
    tab.click("[data-look]")
    expect(tab.locator("[data-shown-words] strong")).to_have_text("Breathe out")
    area.press("End")
    area.press("Enter")
    area.press_sequentially("- one")
    area.press("Enter")
    area.press_sequentially("two")
    expect(tab.locator("[data-shown-words] li")).to_have_text(["one", "two"])
    tab.click("button.primary")
    expect(tab.locator("h1")).to_have_text("One breath")
    assert tab.locator(".material strong").inner_text() == "Breathe out"


def test_a_letter_to_several_is_looked_at_goes_and_says_what_became_of_each(
    open_tab: Open, served: Served, axe: Callable[[Tab], list[str]], keep_picture: Callable[[Tab, str], Path]
) -> None:
    tab = open_tab("phone", as_=("miriam", served))
    tab.goto(served.at("{p}/library/letters/new/"))
    tab.get_by_label("All of a kind").select_option(label="In groups")
    tab.get_by_role("button", name="Choose these").click()
    tab.get_by_label("Ana Kovačević").check()
    tab.get_by_label("Subject").fill("Three weeks without me")
    tab.get_by_label("The words").fill("Hello {first name},\n\nI am away in *August*.")
    tab.get_by_role("button", name="Look at it for each").click()
    expect(tab.locator(".as-read")).to_contain_text("Hello Ana")
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        keep_picture(tab, f"mailing-look-phone-{scheme}")
        assert axe(tab) == []
    tab.get_by_label("For").select_option(label="Mei Tanaka, New finance leads")
    tab.get_by_role("button", name="Show").click()
    expect(tab.locator(".as-read")).to_contain_text("Hello everybody")
    tab.get_by_role("button", name="Send it to 3 clients").click()
    expect(tab.locator("#progress")).to_contain_text("3 of 3", timeout=60_000 * PATIENCE)  # it fills by itself
    expect(tab.locator("#progress .chip.good")).to_have_count(3)
    assert complaints(tab) == []
