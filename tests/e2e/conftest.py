"""A real server, a real Chromium, and what is held to on every page."""

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright
from playwright.sync_api import Page as Tab

from tests import chromium
from tests.e2e.once import lived_in
from tests.ops.server import Server
from tests.patience import PATIENCE
from tests.smtp import SmtpServer

ROOT = Path(__file__).parents[2]
OUTPUT = ROOT / "tests" / "output"
SIZES = {"phone": (390, 844), "desktop": (1280, 860)}
SCHEMES = ("light", "dark")
ARGUMENTS = ["--no-sandbox", "--headless=new", "--disable-background-networking", "--disable-component-update",
             "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]  # fmt: skip


@dataclass
class Served:
    """A running server with the cast in it: where, its places, and everybody's session."""

    server: Server
    places: dict[str, str]
    sessions: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.server.url

    def at(self, path: str) -> str:
        """The address of a path with `{places}`."""
        return self.url + path.format(**self.places)

    def cookie(self, who: str) -> dict[str, Any]:
        return {"name": "sessionid", "value": self.sessions[who], "url": self.url, "httpOnly": True, "sameSite": "Lax"}


@pytest.fixture(scope="session")
def built() -> None:
    """The front end, built once: from a clone the tests must not depend on what somebody built earlier."""
    if not (ROOT / "opencoach/static/build/main.css").exists():
        subprocess.run(["node", "frontend/build.mjs"], cwd=ROOT, check=True)


@pytest.fixture(scope="module")
def mailbox() -> Iterator[SmtpServer]:
    """The SMTP server that the served OpenCoach sends to."""
    with SmtpServer() as server:
        yield server


@pytest.fixture(scope="module")
def fresh(built: None, mailbox: SmtpServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A freshly started server on an empty folder, as after a first `./start`."""
    with Server(tmp_path_factory.mktemp("fresh"), OPENCOACH_DATABASE_URL="", OPENCOACH_MAIL_URL=mailbox.url) as running:
        yield running


@pytest.fixture(scope="module")
def served(built: None, mailbox: SmtpServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A running server whose practice is lived in (see `seed.py`)."""
    data = tmp_path_factory.mktemp("served")
    made = lived_in(tmp_path_factory.getbasetemp(), data)
    env = {"OPENCOACH_DATABASE_URL": "", "OPENCOACH_MAIL_URL": mailbox.url}
    with Server(data, "--no-migrate", **env) as running:
        yield Served(running, made["places"], made["sessions"])


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Of one module at a time: its loop would stand in the way of other tests' databases."""
    expect.set_options(timeout=5_000 * PATIENCE)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = chromium.find()
    if not path:
        pytest.fail(chromium.MISSING)
    browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    yield browser
    browser.close()


Open = Callable[..., Tab]


def listened_to(tab: Tab) -> Tab:
    """The tab, with what its console and its scripts complain about in `tab.complaints`."""
    tab.complaints = complaints = []  # type: ignore[attr-defined]
    tab.on("console", lambda line: complaints.append(line.text) if line.type in {"error", "warning"} else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    return tab


@pytest.fixture
def open_tab(browser: Browser) -> Iterator[Open]:
    """A tab of a browser of its own: `open_tab(size="phone", scheme="dark", as_=("ana", served))`.

    What its console and its scripts complain about is kept in `tab.complaints`.
    """
    contexts: list[BrowserContext] = []

    def make(
        size: str = "desktop", scheme: str = "light", as_: tuple[str, Served] | None = None, **options: Any
    ) -> Tab:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            has_touch=size == "phone",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(30_000 * PATIENCE)
        if as_ is not None:
            context.add_cookies([as_[1].cookie(as_[0])])  # type: ignore[list-item]
        return listened_to(context.new_page())

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe() -> Callable[[Tab], list[str]]:
    """What axe finds wrong on a page, one line per place; [] is what we want."""
    source = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def check(tab: Tab) -> list[str]:
        if not tab.evaluate("() => Boolean(window.axe)"):
            tab.evaluate(source)
        found = tab.evaluate(
            "(tags) => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], iframes: false})",
            tags,
        )
        return [
            f"{wrong['id']}: {' '.join(node['target'][0].split())}: {node['failureSummary']}"
            for wrong in found["violations"]
            for node in wrong["nodes"]
        ]

    return check


@pytest.fixture(scope="session")
def keep_picture() -> Callable[[Tab, str], Path]:
    """Keep a picture of the whole page in tests/output/pages/, to be looked at."""

    def keep(tab: Tab, name: str) -> Path:
        path = OUTPUT / "pages" / f"{name}.png"
        tab.screenshot(path=path, full_page=True)
        return path

    return keep
