"""What a mail says, in its two forms."""

import html
import re

import pytest
from django.template import engines
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencoach.outbox import blocks, colour, drawing, words
from opencoach.outbox.templatetags.mail import Collected
from opencoach.people.models import Practice

PRACTICE = Practice(name="Okafor & Daughters", hue="sea", language="en")
TEMPLATE = """{% load mail %}{% subject %}{{ name }}
  invites you{% endsubject %}{% preheader %}Soon{% endpreheader %}
{% heading %}Hello {{ name }}{% endheading %}{% para %}{{ name }} & co{% endpara %}{% para %}{% endpara %}
{% button url %}Open it{% endbutton %}{% quote "Miriam" %}One
Two{% endquote %}{% fact "When" %}tomorrow{% endfact %}{% fact "Where" %}here{% endfact %}{% code %}418 205{% endcode %}
{% rich "<p><strong>Rich</strong></p>" "Rich" %}{% divider %}{% small %}Until Friday.{% endsmall %}
{% why %}You asked for it.{% endwhy %}"""


@pytest.fixture
def template(monkeypatch):
    """A mail's template that is no file."""
    made = engines["django"].from_string(TEMPLATE).template
    original = words._template
    monkeypatch.setattr(words, "_template", lambda name: made if name == "test" else original(name))


def compose(name: str = "Miriam", **fields: object):
    return words.compose("test", {"name": name, "url": "https://x.example/?a=1&b=2"}, PRACTICE, **fields)


def test_both_forms_say_the_same(template) -> None:
    mail = compose(from_name="Miriam Okafor", reply_to="miriam@coach.example")
    assert mail.subject == "Miriam invites you"
    assert mail.from_name == "Miriam Okafor via Okafor & Daughters"
    assert mail.text == (
        "Hello Miriam\n\nMiriam & co\n\nOpen it:\nhttps://x.example/?a=1&b=2\n\nMiriam:\n> One\n> Two\n\n"
        "When: tomorrow\nWhere: here\n\n    418 205\n\nRich\n\n* * *\n\nUntil Friday.\n\n"
        "-- \nOkafor & Daughters\nYou asked for it.\n"
    )
    visible = html.unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", mail.html, flags=re.S))
    for said in ("Hello Miriam", "Miriam & co", "Open it", "418 205", "Until Friday.", "Okafor & Daughters"):
        assert said in visible
    assert 'href="https://x.example/?a=1&amp;b=2"' in mail.html
    assert "<p><strong>Rich</strong></p>" in mail.html
    assert "One<br>Two" in mail.html


def test_somebodys_name_is_never_markup(template) -> None:
    mail = compose('<img src=x onerror="alert(1)"> & co')
    assert "<img" not in mail.html
    assert "&lt;img" in mail.html
    assert mail.subject == '<img src=x onerror="alert(1)"> & co invites you'


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=200))
def test_any_words_are_escaped_and_stay_in_their_lines(template, text: str) -> None:
    mail = compose(text)
    assert "\n" not in mail.subject
    assert mail.html.count("<p ") == compose("x").html.count("<p ")
    assert mail.html.count("<script") == 0


def test_the_plain_text_is_wrapped_and_addresses_are_not() -> None:
    made = Collected()
    made.blocks = [blocks.Para("word " * 60), blocks.Link("See", "https://x.example/" + "a" * 100)]
    lines = words._text(made, None).splitlines()
    assert max(len(line) for line in lines if "http" not in line) <= 72
    assert "https://x.example/" + "a" * 100 in lines


def test_every_block_can_be_drawn() -> None:
    made = Collected()
    made.blocks = list(drawing.SAMPLES.values())
    drawn = drawing.html(made, None, "en")
    assert drawn.count(drawing.TEXT) == len(made.blocks) - 2  # a divider and rich text have no words of their own
    assert drawing.CUT not in drawn
    shapes = {kind.shape for kind in _all_blocks(blocks.Block) if kind.shape}
    assert shapes == {block.shape for block in drawing.SAMPLES.values()}


def _all_blocks(kind: type) -> set[type]:
    return {kind, *(deeper for child in kind.__subclasses__() for deeper in _all_blocks(child))}


@pytest.mark.parametrize("hue", colour.HUES)
@pytest.mark.parametrize("when", ["day", "night"])
@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("ink", "sheet", 7),
        ("ink_3", "sheet", 4.5),
        ("ink_3", "ground", 4.5),
        ("on_fill", "fill", 4.5),
        ("brand_ink", "sheet", 4.5),
        ("brand_ink", "ground", 4.5),
        ("brand_ink", "brand_wash", 4.5),
        ("warm_ink", "warm_wash", 4.5),
    ],
)
def test_colours_can_be_read(hue: str, when: str, ink: str, ground: str, least: float) -> None:
    colours = colour.palette(hue)[when]
    assert contrast(colours[ink], colours[ground]) >= least


def contrast(one: str, other: str) -> float:
    """By WCAG 2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("tone", "hexadecimal"),
    [((1, 0, 0), "#ffffff"), ((0, 0, 0), "#000000"), ((0.62796, 0.25768, 29.234), "#ff0000")],
)
def test_colours_are_converted_as_others_do(tone: tuple[float, float, float], hexadecimal: str) -> None:
    assert colour.srgb(*tone) == hexadecimal
