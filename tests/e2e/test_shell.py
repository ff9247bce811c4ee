"""What every page has: the command palette, single keys, the offline page, forms without scripts."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.e2e.conftest import SCHEMES, Open, Served

pytestmark = pytest.mark.browser


@pytest.fixture
def at_today(open_tab: Open, served: Served) -> Tab:
    tab = open_tab(as_=("miriam", served))
    tab.goto(served.at("{p}/"))
    return tab


def test_a_client_is_three_keys_away(at_today: Tab, served: Served) -> None:
    at_today.keyboard.press("Control+k")
    field = at_today.get_by_role("combobox")
    expect(field).to_be_focused()
    at_today.keyboard.type("kova")
    first = at_today.get_by_role("option").first
    expect(first).to_contain_text("Ana Kovačević")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    at_today.keyboard.press("Enter")
    at_today.wait_for_url(re.compile(served.places["ana"]))


def test_the_palette_is_walked_with_arrows_and_left_with_escape(at_today: Tab) -> None:
    finder = at_today.get_by_role("button", name="Find or do")
    finder.focus()
    at_today.keyboard.press("Enter")
    options = at_today.get_by_role("option")
    expect(options.nth(1)).to_be_visible()
    at_today.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(options.nth(0)).to_have_attribute("aria-selected", "false")
    at_today.keyboard.press("Escape")
    expect(at_today.get_by_role("dialog", name="Find or do")).to_be_hidden()
    expect(finder).to_be_focused()


@pytest.mark.parametrize("words", ["client", "no such thing"])
def test_axe_on_the_palette(
    words: str, at_today: Tab, axe: Callable[[Tab], list[str]], keep_picture: Callable[[Tab, str], Path]
) -> None:
    at_today.keyboard.press("Control+k")
    with at_today.expect_response(re.compile(r"palette/\?q=.*(client|thing)")):
        at_today.keyboard.type(words)
    expect(at_today.locator("#palette").get_by_text(re.compile("Nothing found|Client 1 ")).first).to_be_visible()
    for scheme in SCHEMES:
        at_today.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        keep_picture(at_today, f"palette-{words.rsplit(maxsplit=1)[-1]}-desktop-{scheme}")
        assert axe(at_today) == []


def test_single_keys_walk_and_go(at_today: Tab, axe: Callable[[Tab], list[str]]) -> None:
    at_today.keyboard.press("?")
    help_dialog = at_today.get_by_role("dialog", name="Keys")
    expect(help_dialog).to_be_visible()
    assert axe(at_today) == []
    at_today.keyboard.press("Escape")
    at_today.keyboard.press("g")
    at_today.keyboard.press("c")
    at_today.wait_for_url("**/clients/")
    links = at_today.locator("main .row .row-title a")
    at_today.keyboard.press("j")
    at_today.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    at_today.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    at_today.keyboard.press("Enter")
    at_today.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}/"))


def test_typing_in_a_field_moves_nothing(open_tab: Open, served: Served) -> None:
    tab = open_tab(as_=("miriam", served))
    tab.goto(served.at("{p}/settings/profile/"))
    name = tab.get_by_label("Name")
    name.fill("")
    name.press_sequentially("gc? j/k")
    expect(name).to_have_value("gc? j/k")
    expect(tab).to_have_url(re.compile("/profile/"))


def test_the_first_tab_key_offers_to_skip_to_the_page(at_today: Tab) -> None:
    at_today.keyboard.press("Tab")
    expect(at_today.get_by_role("link", name="Skip to the page")).to_be_focused()
    at_today.keyboard.press("Enter")
    expect(at_today).to_have_url(re.compile("#main$"))


def test_without_a_network_there_is_a_page_and_nothing_private(at_today: Tab) -> None:
    at_today.evaluate("() => navigator.serviceWorker.ready")
    at_today.wait_for_function("() => navigator.serviceWorker.controller !== null")
    at_today.context.set_offline(True)
    at_today.goto(at_today.url)
    expect(at_today.get_by_role("heading", name="You are offline")).to_be_visible()
    kept = at_today.evaluate("async () => (await Promise.all((await caches.keys()).map(async (name) => "
        "(await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)))).flat()")  # fmt: skip
    assert kept
    assert all(path == "/offline/" or path.startswith("/static/") for path in kept), kept
    at_today.context.set_offline(False)


def test_forms_work_without_scripts_and_keep_what_was_typed(open_tab: Open, served: Served) -> None:
    tab = open_tab(as_=("miriam", served), java_script_enabled=False)
    tab.goto(served.at("{p}/clients/new/"))
    tab.get_by_label("Name").fill("Zoë Ångström")
    tab.get_by_label("E-mail address").fill("no address")
    tab.get_by_role("button", name="Send the invitation").click()
    field = tab.get_by_label("E-mail address")
    expect(field).to_have_attribute("aria-invalid", "true")
    said = tab.locator(f"#{(field.get_attribute('aria-describedby') or '').split()[-1]}")
    expect(said).not_to_be_empty()
    expect(tab.get_by_label("Name")).to_have_value("Zoë Ångström")
    tab.locator(".error-summary").get_by_role("link").first.click()
    expect(tab).to_have_url(re.compile("#id_email$"))


def test_an_address_is_copied_with_a_button_and_without_scripts_by_hand(open_tab: Open, served: Served) -> None:
    tab = open_tab(as_=("ana", served), permissions=["clipboard-read", "clipboard-write"])
    tab.goto(served.at("{p}/settings/feed/"))
    tab.locator("button[data-copy=https]").click()
    expect(tab.get_by_role("button", name="Copied")).to_be_visible()
    address = tab.locator("#https").input_value()
    assert tab.evaluate("() => navigator.clipboard.readText()") == address
    plain = open_tab(as_=("ana", served), java_script_enabled=False)
    plain.goto(served.at("{p}/settings/feed/"))
    expect(plain.locator("#https")).to_have_value(address)
    expect(plain.locator("button[data-copy]").first).to_be_hidden()
