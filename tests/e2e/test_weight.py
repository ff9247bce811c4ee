"""What a whole page weighs on its way to somebody who has never been here: HTML, styles, scripts, fonts, icons."""

import pytest
from playwright.sync_api import Page as Tab

from tests.e2e.conftest import SIZES, Open, Served
from tests.e2e.pages import PAGES
from tests.e2e.test_budgets import keep

pytestmark = pytest.mark.browser
KIB = 1024
MOST = 60 * KIB
LIGHT = [
    "client-booking",
    "client-booking-confirm",
    "public-practice",
    "public-coach",
    "public-when",
    "public-details",
    "public-code",
    "public-booked",
    "public-frame",
]  # names of `pages.py`
NAMED = {page.name: page for page in PAGES}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", LIGHT)
def test_everything_together(name: str, size: str, served: Served, open_tab: Open) -> None:
    """As Chromium counts what came over the network, headers included; nothing was kept from an earlier page."""
    page = NAMED[name]
    tab = open_tab(size, as_=(page.who, served) if page.who else None)
    came = weigh(tab, served.at(page.path))
    keep(f"{name}-weight-{size}", came)
    assert any(path.endswith(".css") for path in came)
    assert any(path.endswith(".woff2") for path in came)
    assert sum(came.values()) <= MOST, came


def weigh(tab: Tab, url: str) -> dict[str, int]:
    """Bytes by path of everything that the page loads, until nothing more comes."""
    network = tab.context.new_cdp_session(tab)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    paths: dict[str, str] = {}
    came: dict[str, int] = {}

    def answered(event: dict[str, object]) -> None:
        paths[str(event["requestId"])] = str(event["response"]["url"]).split("/", 3)[3]  # type: ignore[index]

    def finished(event: dict[str, object]) -> None:
        path = paths.get(str(event["requestId"]))
        if path is not None:
            came[path] = came.get(path, 0) + int(event["encodedDataLength"])  # type: ignore[call-overload]

    network.on("Network.responseReceived", answered)
    network.on("Network.loadingFinished", finished)
    tab.goto(url, wait_until="networkidle")
    tab.evaluate("() => document.fonts.ready")
    return came
