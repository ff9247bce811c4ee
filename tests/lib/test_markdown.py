import html as entities

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencoach.lib import markdown
from opencoach.lib.markdown import chat, document


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox(1))",
        "<img src=x onerror=alert(1)>",
        "![x](https://example.org/a.png)",
        "<javascript:alert(1)>",
        '[x](https://example.org "onmouseover=alert(1)")<b onclick=alert(1)>',
        "<a href='javascript:alert(1)'>x</a>",
        "<svg/onload=alert(1)>",
        "[x](&#106;avascript:alert(1))",
    ],
)
def test_nothing_that_runs_comes_through(text: str) -> None:
    for html in (chat(text), document(text)):
        lowered = html.lower()
        assert "<script" not in lowered
        assert "<img" not in lowered
        assert "<svg" not in lowered
        assert 'href="javascript' not in lowered
        assert 'href="data:' not in lowered
        assert 'href="vbscript' not in lowered
        assert " onclick=" not in lowered.replace("&lt;b onclick", "")


def test_a_message_keeps_its_lines_and_its_emphasis() -> None:
    assert chat("Hello *there*\nand **here**") == ("<p>Hello <em>there</em><br>\nand <strong>here</strong></p>\n")


def test_plain_words_are_a_paragraph() -> None:
    assert chat("Good morning Ana.") == "<p>Good morning Ana.</p>\n"


@pytest.mark.parametrize("text", ["a\nb", "a\n\nb", "a\n\n\nb c\nd", "one\ntwo\n\nthree"])
def test_lines_and_paragraphs_go_the_short_way(text: str) -> None:
    assert markdown.is_words(text)
    assert chat(text) == markdown._clean(markdown._chat.render(text))


LETTERS = st.sampled_from("ab 12.)(-+#=:!\"'`*_[]~<>&|\\/@é\u00a0\u2028\t\n😀") | st.characters(codec="utf-8")


@settings(max_examples=2_000)
@given(st.text(LETTERS) | st.text(st.sampled_from("ab .=:!1)\n")))
def test_the_short_way_for_plain_words_gives_what_the_long_one_gives(text: str) -> None:
    text = text.strip()
    if markdown.is_words(text):
        assert chat(text) == markdown._clean(markdown._chat.render(markdown.linkified(text)))


def test_a_heading_mark_in_a_message_stays_what_was_typed() -> None:
    assert "<h1>" not in chat("# 1 priority")


def test_a_bare_address_becomes_a_link_without_the_full_stop() -> None:
    html = chat("See https://example.org/a?b=1&c=2. Thanks")
    assert 'href="https://example.org/a?b=1&amp;c=2"' in html
    assert "</a>. Thanks" in html


def test_links_go_only_where_links_may_go() -> None:
    assert 'href="tel:+4930"' in chat("[call](tel:+4930)")
    assert 'href="mailto:a@example.org"' in chat("[write](mailto:a@example.org)")
    assert "ftp:" not in chat("[x](ftp://example.org)").split("href=")[-1][:6]


def test_a_document_has_headings_and_tables() -> None:
    html = document("# Agreement\n\n|a|b|\n|-|-|\n|1|2|")
    assert "<h1>Agreement</h1>" in html
    assert "<table>" in html


def test_headings_go_below_those_of_the_page() -> None:
    assert document("# One\n\n### Three", below=1) == "<h2>One</h2>\n<h4>Three</h4>\n"
    assert document("# &lt;h1&gt; `<h1>`", below=1).count("<h2>") == 1


@settings(max_examples=2_000)
@given(st.text(LETTERS) | st.text(st.sampled_from("ab .=:!1)*_`[]()>-\n\\&;")))
def test_the_words_alone_are_those_that_a_reader_sees(text: str) -> None:
    seen = entities.unescape(nh3.clean(chat(text), tags=set()))
    assert markdown.chat_words(text) == " ".join(seen.split())
