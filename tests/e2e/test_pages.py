"""Every page, as a person meets it: on a phone and at a desk, by day and by night."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab

from tests.e2e.conftest import SCHEMES, SIZES, Open, Served
from tests.e2e.pages import PAGES, Page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_page(
    page: Page,
    served: Served,
    open_tab: Open,
    axe: Callable[[Tab], list[str]],
    keep_picture: Callable[[Tab, str], Path],
) -> None:
    """Axe finds nothing, nothing sticks out sideways, and no script or policy complains."""
    wrong: dict[str, object] = {}
    for size in SIZES:
        tab = open_tab(size, as_=(page.who, served) if page.who else None)
        answer = tab.goto(served.at(page.path))
        assert answer is not None
        assert answer.status == page.status, served.server.said()[-3000:]
        assert ("noindex" in answer.headers.get("x-robots-tag", "")) is not page.public
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            keep_picture(tab, f"{page.name}-{size}-{scheme}")
            if found := axe(tab):
                wrong[f"axe {size} {scheme}"] = found
        width = tab.evaluate("() => document.documentElement.scrollWidth")
        if width > SIZES[size][0]:
            wrong[f"sideways {size}"] = width
        complaints = [line for line in tab.complaints if f"status of {page.status}" not in line]  # type: ignore[attr-defined]
        if complaints:
            wrong[f"console {size}"] = complaints
    assert wrong == {}


def test_the_style_guide_is_for_developers_only(served: Served) -> None:
    assert served.server.get("/styleguide/")[0] == 404


def test_axe_finds_what_is_wrong(open_tab: Open, axe: Callable[[Tab], list[str]]) -> None:
    tab = open_tab()
    tab.set_content("<html lang=en><title>T</title><main><h1>T</h1><img src='data:,'></main></html>")
    assert [line.split(":")[0] for line in axe(tab)] == ["image-alt"]
