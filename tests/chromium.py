"""The Chromium of the browser tests: one that is here, else Debian's for root, else Playwright's download.

The headless shell is the same engine without the browser's own windows: it takes half the time.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests import debian

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MISSING = (
    "No Chromium for the browser tests: none on the PATH, and neither Debian's package nor Playwright's download\n"
    "could be installed. Install one (apt install chromium), or name it: OPENCOACH_CHROMIUM=/path/to/chrome"
)


def find() -> str:
    """The path of a Chromium on this machine, or ""."""
    given = os.environ.get("OPENCOACH_CHROMIUM", "")
    if given:
        return given
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return playwrights()


def playwrights() -> str:
    """The one that Playwright has downloaded earlier, or ""."""
    asked = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    done = subprocess.run([sys.executable, "-c", asked], check=False, capture_output=True, text=True)
    path = done.stdout.strip()
    return path if path and Path(path).exists() else ""


def find_or_install() -> str:
    """A Chromium, installed where need be; "" when there is no way to one."""
    roads = [from_playwright, from_debian]
    if debian.can_install():
        roads.reverse()
        if not os.environ.get("OPENCOACH_CHROMIUM") and not shutil.which(SHELL):
            debian.install([SHELL])
    for road in roads:
        if found := find():
            return found
        road()
    return find()


def from_debian() -> None:
    if debian.can_install():
        debian.install(["chromium"])


def from_playwright() -> None:
    print("Downloading a Chromium for the browser tests ...", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(command + (["--with-deps"] if os.geteuid() == 0 else []), check=False, capture_output=True)
