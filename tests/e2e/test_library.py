"""The library in a real browser: an upload goes on where it stopped; a text is written with the toolbar."""

import random
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import Route, expect

from tests.e2e.conftest import Open, Served

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
