"""Every component in every state and hue, on the page that shows them to developers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab

from tests.e2e.conftest import SCHEMES, SIZES, Open
from tests.e2e.once import migrated
from tests.ops.server import Server

pytestmark = pytest.mark.browser
HUES = ("pine", "sea", "ink", "iris", "plum", "olive")


@pytest.fixture(scope="module")
def developers(built: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = migrated(tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("debug"))
    with Server(data, "--no-worker", OPENCOACH_DEBUG="1", OPENCOACH_DATABASE_URL="") as one:
        yield one


@pytest.mark.parametrize("size", SIZES)
def test_components(
    size: str,
    developers: Server,
    open_tab: Open,
    axe: Callable[[Tab], list[str]],
    keep_picture: Callable[[Tab, str], Path],
) -> None:
    tab = open_tab(size)
    wrong: dict[str, list[str]] = {}
    for hue in HUES if size == "desktop" else HUES[:1]:
        answer = tab.goto(f"{developers.url}/styleguide/?errors=1&hue={hue}")
        assert answer is not None
        assert answer.status == 200
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            keep_picture(tab, f"styleguide-{hue}-{size}-{scheme}")
            if found := axe(tab):
                wrong[f"{hue} {scheme}"] = found
    assert wrong == {}
    assert tab.evaluate("() => document.documentElement.scrollWidth") <= SIZES[size][0]
    assert tab.complaints == []  # type: ignore[attr-defined]
