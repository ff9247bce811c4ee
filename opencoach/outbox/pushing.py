"""What the house itself says by notification, and how a browser is called."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Kind, Rendered

TRIAL = "push_trial"
BROWSERS = (  # the first that is named counts: each names those that it descends from, too
    ("Edge", r"\bEdg(e|A|iOS)?/"),
    ("Opera", r"\bOPR/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\b(Firefox|FxiOS)/"),
    ("Chrome", r"\b(Chrome|CriOS|HeadlessChrome)/"),
    ("Safari", r"\bSafari/"),
)
SYSTEMS = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("Windows", r"\bWindows\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("macOS", r"\bMac OS X\b"),
    ("Linux", r"\bLinux\b"),
)


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_kind(
        Kind(
            TRIAL, gettext_lazy("Notifications come to this device."), lambda _delivery: Rendered("", ""),
            lambda _delivery: "", lambda _person, _delivery: True, urgent=True,
        )
    )  # fmt: skip


def leads(delivery: Delivery) -> str:
    """The path that a notification opens; "" for the reader's Today."""
    kind = ports.kinds.get(delivery.kind)
    return kind.leads(delivery) if kind is not None and kind.leads is not None else ""


def browser_of(agent: str) -> str:
    """A browser in a few words, from what it says of itself: "Firefox on Android"."""
    browser = next((name for name, mark in BROWSERS if re.search(mark, agent)), "")
    system = next((name for name, mark in SYSTEMS if re.search(mark, agent)), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser")
