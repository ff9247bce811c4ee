"""A real web process, and two browsers with made-up cameras that meet in a room."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.chromium import find
from tests.live.server import WebProcess
from tests.ops.server import ROOT, environment
from tests.patience import PATIENCE

# No interface of this machine has to lead anywhere: the two find each other on the loopback.
FLAGS = [
    "--no-sandbox", "--headless=new", "--disable-background-networking",
    "--use-fake-device-for-media-stream=device-count=2,fps=10", "--use-fake-ui-for-media-stream",
    "--auto-accept-this-tab-capture", "--allow-loopback-in-peer-connection",
    "--disable-features=WebRtcHideLocalIpsWithMdns", "--ignore-certificate-errors",
]  # fmt: skip
CONNECT = 30_000 * PATIENCE  # ms
# The frames that were decoded of what the other side sends, over all connections that this page has made.
COUNTING = """
window.connections = [];
const Real = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Real { constructor(...all) { super(...all); window.connections.push(this); } };
window.framesDecoded = async () => {
  let frames = 0;
  for (const one of window.connections) {
    if (one.connectionState === 'closed') continue;
    for (const [, stat] of await one.getStats()) {
      if (stat.type === 'inbound-rtp' && stat.kind === 'video') frames += stat.framesDecoded ?? 0;
    }
  }
  return frames;
};
"""


class Meeting:
    """A practice with a session that begins now; everybody of the cast can be asked in."""

    def __init__(self, data: Path, browser: Browser, env: dict[str, str]) -> None:
        self.data, self.browser = data, browser
        self.env = environment(OPENCOACH_DATA=str(data), OPENCOACH_DATABASE_URL="", **env)
        self.web = WebProcess(data, self.env)
        self.made: dict[str, Any] = {}

    def tell(self, *words: str) -> dict[str, Any]:
        """Run `room_world` on the data."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.e2e.room_world", *words], env=self.env, cwd=ROOT, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    def context(self, who: str, **options: Any) -> BrowserContext:
        options.setdefault("viewport", {"width": 1280, "height": 800})
        options.setdefault("permissions", ["camera", "microphone"])
        context = self.browser.new_context(**options)
        context.add_init_script(COUNTING)
        context.add_cookies([{"name": "sessionid", "value": self.made["sessions"][who], "url": self.web.base}])
        return context

    def come(self, who: str, **options: Any) -> Page:
        """Somebody opens the room."""
        page = self.context(who, **options).new_page()
        page.goto(self.web.base + self.made["room"])
        return page

    def both(self, **options: Any) -> tuple[Page, Page]:
        """Miriam and Ana are in, and see each other."""
        miriam = self.come("miriam")
        ana = self.come("ana", **options)
        let_in(miriam, ana)
        connected(miriam, ana)
        return miriam, ana


def let_in(miriam: Page, ana: Page) -> None:
    expect(ana.locator("#main")).to_have_attribute("data-stage", "waiting", timeout=CONNECT)
    miriam.get_by_role("button", name="Let in").click(timeout=CONNECT)
    expect(ana.locator("#main")).to_have_attribute("data-stage", "in", timeout=CONNECT)


def connected(*pages: Page) -> None:
    for page in pages:
        expect(page.locator("#main[data-connected=yes]")).to_have_count(1, timeout=CONNECT)
        flows(page)


def flows(page: Page, more: int = 10) -> None:
    """Frames of the other side are decoded, and go on being so."""
    before = page.evaluate("framesDecoded()")
    page.wait_for_function(f"async () => await framesDecoded() >= {before + more}", timeout=CONNECT, polling=100)


@contextmanager
def meeting(data: Path, medium: str = "video", **env: str) -> Iterator[Meeting]:
    """`data` has an empty database in it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find() or None, args=FLAGS)
        made = Meeting(data, browser, env)
        try:
            made.made = made.tell("cast", medium)
            made.web.start()
            yield made
        finally:
            browser.close()
            made.web.kill()
