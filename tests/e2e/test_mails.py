"""Every mail, as a mail program draws it: on a phone and wide, by day and by night."""

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


def look(tab: Tab, drawn: str, name: str, axe: Callable[[Tab], list[str]], keep: Callable[[Tab, str], Path]) -> None:
    wrong: dict[str, object] = {}
    for size, (width, height) in {"phone": SIZES["phone"], "wide": (800, 900)}.items():
        tab.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            tab.set_content(drawn)
            keep(tab, f"mail-{name}-{size}-{scheme}")
            if found := axe(tab):
                wrong[f"axe {size} {scheme}"] = found
            if (wide := tab.evaluate("() => document.documentElement.scrollWidth")) > width:
                wrong[f"sideways {size}"] = wide
    assert wrong == {}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_mail(template: str, open_tab: Open, axe: Callable[[Tab], list[str]], keep_picture, monkeypatch) -> None:
    monkeypatch.setattr(Engine.get_default(), "string_if_invalid", LONG)  # whatever it asks for
    rendered = words.compose(template, {}, Practice(name="Okafor Coaching", hue="pine", language="en"))
    assert rendered.subject
    assert rendered.text.strip()
    look(open_tab(), rendered.html, template.replace("/", "-").removesuffix(".html"), axe, keep_picture)


@pytest.mark.parametrize("hue", HUES)
def test_everything_that_a_mail_can_hold(
    hue: str, open_tab: Open, axe: Callable[[Tab], list[str]], keep_picture
) -> None:
    look(open_tab(), all_blocks(hue), f"blocks-{hue}", axe, keep_picture)
