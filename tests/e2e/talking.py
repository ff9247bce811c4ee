"""Servers and tabs for the tests of conversations."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.chromium import find
from tests.ops.server import ROOT, Server, environment

FLAGS = ["--no-sandbox", "--headless=new", "--disable-background-networking"]
FAKE_MEDIA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


def prepare(what: str, data: Path) -> dict[str, Any]:
    """Run `talk_world` on a server's data."""
    env = environment(OPENCOACH_DATA=str(data))
    command = [sys.executable, "-m", "tests.e2e.talk_world", what]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


class World:
    """A running server with the cast, and a browser to look at it with."""

    def __init__(self, server: Server, browser: Browser, made: dict[str, Any]) -> None:
        self.server, self.browser, self.made = server, browser, made
        self.dialogs: list[str] = []
        self.failures: list[str] = []

    def context(self, who: str, **options: Any) -> BrowserContext:
        """Somebody's browser, signed in."""
        options.setdefault("viewport", {"width": 1280, "height": 800})
        context = self.browser.new_context(**options)
        context.add_cookies([{"name": "sessionid", "value": self.made["sessions"][who], "url": self.server.url}])
        return context

    def open(self, context: BrowserContext, path: str) -> Page:
        """A tab; what it says in its console as a failure, and every dialog, is kept."""
        page = context.new_page()
        page.on("pageerror", lambda error: self.failures.append(str(error)))
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(self.server.url + path)
        return page

    def talk(self, which: str = "ana") -> str:
        """The path of a conversation."""
        practice = "lindgren" if which == "elsewhere" else "okafor"
        return f"/p/{practice}/messages/{self.made[which]}/"


@contextmanager
def running(data: Path, what: str = "cast", **env: str) -> Iterator[World]:
    """A server started afresh, with its worker, and what `talk_world` puts into it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread; nothing here is async
    with Server(data, **env) as server, sync_playwright() as playwright:
        made = prepare(what, data)
        browser = playwright.chromium.launch(executable_path=find() or None, args=[*FLAGS, *FAKE_MEDIA])
        try:
            yield World(server, browser, made)
        finally:
            browser.close()
