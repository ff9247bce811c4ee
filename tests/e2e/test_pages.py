"""Every page, as a person meets it: on a phone and at a desk, by day and by night."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Page as Tab

from tests.e2e.conftest import SCHEMES, SIZES, Open, Served, listened_to
from tests.e2e.pages import PAGES, Page
from tests.patience import PATIENCE

pytestmark = pytest.mark.browser
Axe = Callable[[Tab], list[str]]
Keep = Callable[[Tab, str], Path]


@pytest.fixture(scope="module")
def known_here(browser: Browser, served: Served) -> Iterator[Callable[[str | None], Tab]]:
    """A new tab on a phone, in the browser in which somebody has looked at other pages before: most of a page's files
    are there already, and so is their session."""
    contexts: dict[str | None, BrowserContext] = {}

    def new_tab(who: str | None) -> Tab:
        if who not in contexts:
            width, height = SIZES["phone"]
            contexts[who] = browser.new_context(
                viewport={"width": width, "height": height}, reduced_motion="reduce", has_touch=True,
                service_workers="block",
            )  # fmt: skip
            contexts[who].set_default_timeout(30_000 * PATIENCE)
            if who:
                contexts[who].add_cookies([served.cookie(who)])  # type: ignore[list-item]
        return listened_to(contexts[who].new_page())

    yield new_tab
    for context in contexts.values():
        context.close()


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_page(
    page: Page, served: Served, open_tab: Open, known_here: Callable[[str | None], Tab], axe: Axe, keep_picture: Keep,
    full: bool,
) -> None:  # fmt: skip
    """Axe finds nothing, nothing sticks out sideways, and no script or policy complains: on a phone by day, then the
    same page as wide as a desk by night. With `--full` all four ways, loaded for each size, with a picture of each."""
    wrong: dict[str, object] = {}
    if full:
        for size in SIZES:
            tab = load(page, served, open_tab(size, as_=(page.who, served) if page.who else None))
            for scheme in SCHEMES:
                wrong |= look(tab, page, size, scheme, axe)
                keep_picture(tab, f"{page.name}-{size}-{scheme}")
            wrong |= complaints(tab, page)
    else:
        tab = load(page, served, known_here(page.who))
        for size, scheme in (("phone", "light"), ("desktop", "dark")):
            width, height = SIZES[size]
            tab.set_viewport_size({"width": width, "height": height})
            wrong |= look(tab, page, size, scheme, axe)
        wrong |= complaints(tab, page)
        tab.close()
    assert wrong == {}


def load(page: Page, served: Served, tab: Tab) -> Tab:
    answer = tab.goto(served.at(page.path))
    assert answer is not None
    assert answer.status == page.status, served.server.said()[-3000:]
    assert ("noindex" in answer.headers.get("x-robots-tag", "")) is not page.public
    return tab


def look(tab: Tab, page: Page, size: str, scheme: str, axe: Axe) -> dict[str, object]:
    """What is wrong with it at this size and in this light."""
    tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    wrong: dict[str, object] = {}
    if found := axe(tab):
        wrong[f"axe {size} {scheme}"] = found
    width = tab.evaluate("() => document.documentElement.scrollWidth")
    if width > SIZES[size][0]:
        wrong[f"sideways {size}"] = width
    return wrong


def complaints(tab: Tab, page: Page) -> dict[str, object]:
    expected = (f"status of {page.status}", "Service Worker registration blocked")
    said = [line for line in tab.complaints if not any(part in line for part in expected)]  # type: ignore[attr-defined]
    return {"console": said} if said else {}


def test_the_style_guide_is_for_developers_only(served: Served) -> None:
    assert served.server.get("/styleguide/")[0] == 404


def test_axe_finds_what_is_wrong(open_tab: Open, axe: Callable[[Tab], list[str]]) -> None:
    tab = open_tab()
    tab.set_content("<html lang=en><title>T</title><main><h1>T</h1><img src='data:,'></main></html>")
    assert [line.split(":")[0] for line in axe(tab)] == ["image-alt"]
