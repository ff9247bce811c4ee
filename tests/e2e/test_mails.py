"""Every mail, as a mail program draws it: on a phone and wide, by day and by night."""

import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.template.engine import Engine
from playwright.sync_api import Page as Tab

from opencoach.outbox import words
from opencoach.outbox.colour import HUES
from opencoach.outbox.drawing import SAMPLES, html
from opencoach.outbox.templatetags.mail import Collected
from opencoach.people.models import Practice
from tests.e2e.conftest import ROOT, SCHEMES, SIZES, Open

pytestmark = pytest.mark.browser
Axe = Callable[[Tab], list[str]]
Keep = Callable[[Tab, str], Path]
WIDE = {"phone": SIZES["phone"], "wide": (800, 900)}
LONG = "Wilhelmina Konstantinopoulou-Featherstonehaugh van den Bergh-Oppenheimer " * 2
LOADS = re.compile(r"\{% load [^%]*\bmail\b")
TEMPLATES = sorted(
    f"{path.parts[-3]}/mail/{path.name}"
    for path in (ROOT / "opencoach").glob("*/templates/*/mail/*.html")
    if LOADS.search(path.read_text(encoding="utf-8"))
)


def all_blocks(hue: str) -> str:
    mail = Collected()
    mail.subject, mail.preheader, mail.why = "Everything", "Everything that a mail can hold", LONG
    mail.blocks = list(SAMPLES.values())
    drawn = html(mail, Practice(name=LONG[:120], hue=hue), "en")
    return "".join(LONG if 0xE000 <= ord(letter) < 0xF000 else letter for letter in drawn)


@pytest.fixture
def look(open_tab: Open, axe: Axe, keep_picture: Keep, full: bool) -> Callable[[str, str], None]:
    """Axe finds nothing and nothing sticks out sideways: on a phone by day and wide by night; with `--full` all four
    ways, with a picture of each."""

    def looked_at(drawn: str, name: str) -> None:
        tab = open_tab()
        wrong: dict[str, object] = {}
        for size, scheme in itertools.product(WIDE, SCHEMES) if full else (("phone", "light"), ("wide", "dark")):
            width, height = WIDE[size]
            tab.set_viewport_size({"width": width, "height": height})
            tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            tab.set_content(drawn)
            if full:
                keep_picture(tab, f"mail-{name}-{size}-{scheme}")
            if found := axe(tab):
                wrong[f"axe {size} {scheme}"] = found
            if (wide := tab.evaluate("() => document.documentElement.scrollWidth")) > width:
                wrong[f"sideways {size}"] = wide
        assert wrong == {}

    return looked_at


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_mail(template: str, look: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Engine.get_default(), "string_if_invalid", LONG)  # whatever it asks for
    rendered = words.compose(template, {}, Practice(name="Okafor Coaching", hue="pine", language="en"))
    assert rendered.subject
    assert rendered.text.strip()
    look(rendered.html, template.replace("/", "-").removesuffix(".html"))


@pytest.mark.parametrize("hue", HUES)
def test_everything_that_a_mail_can_hold(hue: str, look: Callable[[str, str], None]) -> None:
    look(all_blocks(hue), f"blocks-{hue}")
