"""What of a mail belongs into the conversation: a corpus of what mail programs write, and what hostile people do."""

import email
import email.policy
import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencoach.outbox.trimming import as_text, trim

CORPUS = Path(__file__).parent / "corpus"
CASES = sorted(CORPUS.glob("*.eml"))
MB = 1_000_000


def parts(case: Path) -> tuple[str, str, str]:
    """Its plain text, its HTML, its subject."""
    mail = email.message_from_bytes(case.read_bytes(), policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    return plain.get_content() if plain else "", html.get_content() if html else "", str(mail["Subject"])


def parent_of(case: Path) -> str:
    found = re.search(r"-(en|de|fr|es|it|nl|pt|pl)-", case.name)
    assert found
    return (CORPUS / f"parent-{found[1]}.txt").read_text(encoding="utf-8")


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().split("\n")]


def wanted(case: Path) -> str:
    return case.with_suffix(".txt").read_text(encoding="utf-8")


def test_the_corpus_is_as_large_as_it_is_said_to_be() -> None:
    assert len(CASES) >= 120


@pytest.mark.parametrize("knows_parent", [True, False], ids=["answered mail known", "not known"])
def test_at_least_nine_in_ten_are_exact(knows_parent: bool) -> None:
    wrong = []
    for case in CASES:
        plain, html, subject = parts(case)
        got = trim(plain or as_text(html), parent_of(case) if knows_parent else "", subject=subject)
        if lines(got) != lines(wanted(case)):
            wrong.append(case.stem)
    assert len(wrong) <= len(CASES) // 10, wrong


@pytest.mark.parametrize("knows_parent", [True, False], ids=["answered mail known", "not known"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_no_word_of_the_sender_is_lost(case: Path, knows_parent: bool) -> None:
    plain, html, subject = parts(case)
    parent = parent_of(case) if knows_parent else ""
    for text in filter(None, (plain, as_text(html) if html else "")):
        got = trim(text, parent, subject=subject).split()
        assert [word for word in wanted(case).split() if word not in got] == []


def test_html_alone_is_as_good_as_text() -> None:
    with_html = [case for case in CASES if parts(case)[1]]
    exact = [
        case
        for case in with_html
        if [line.strip() for line in lines(trim(as_text(parts(case)[1]), parent_of(case)))]
        == [line.strip() for line in lines(wanted(case))]
    ]
    assert len(exact) >= 0.9 * len(with_html)


def test_a_mail_that_is_only_a_quote_is_given_whole() -> None:
    assert trim("> Good.\n> Go on.\n", "Good.\nGo on.") == "> Good.\n> Go on."


def test_words_below_a_head_without_marks_are_kept_when_we_know_what_we_sent() -> None:
    """Outlook doesn't mark what it quotes, and people write between its lines."""
    mail = (
        "See below.\n\nFrom: Miriam <m@okafor.example>\nSent: Monday, November 2, 2026 9:30 AM\nTo: Ana\n"
        "Subject: Hello\n\n"
        "What did you do with the hour?\n\nI walked, and then I slept.\n\nTell me before Thursday.\n"
    )
    got = trim(mail, "What did you do with the hour?\n\nTell me before Thursday.\n")
    assert "I walked, and then I slept." in got
    assert "Subject" not in got
    assert "Tell me before Thursday." not in got


def test_html_hides_what_a_reader_does_not_see() -> None:
    html = "<head><title>x</title></head><style>p{}</style><!-- y --><p>Yes &amp; no</p>"
    html += "<script>alert(1)</script><header>Hi</header>"
    assert as_text(html).split() == ["Yes", "&", "no", "Hi"]


@given(st.text(alphabet="ab>|-_: \n@<.0:*FromSent", max_size=400), st.text(max_size=80))
def test_any_text_gives_a_text(text: str, parent: str) -> None:
    assert bool(trim(text, parent)) == bool(text.strip())
    trim(as_text(text), parent)


HOSTILE = {
    "marks": ">" * MB, "quoted lines": ">\n" * (MB // 2), "short lines": "a\n" * (MB // 2), "no lines": "\n" * MB,
    "half introductions": "On 2026-01-01 a@b wrote\n" * (MB // 24),
    "introductions": "On 2026-01-01 a@b wrote:\n" * (MB // 25),
    "one introduction": "On 2026-01-01 a@b wrote: " * (MB // 25) + ":", "addresses": "a@" * (MB // 2),
    "heads": "From: a\n" * (MB // 8), "signatures": "-- \n" * (MB // 4), "telephones": "Sent from my x\n" * (MB // 15),
    "in turn": "> a\nb\n" * (MB // 6), "spaces": " \n" * (MB // 2), "rules": "_" * MB,
}  # fmt: skip
HOSTILE_HTML = {
    "angles": "<" * MB, "tags": "<div>" * (MB // 5), "open tags": "<div class='" * (MB // 12),
    "comments": "<!--" * (MB // 4), "styles": "<style>" * (MB // 7), "quotes": "<blockquote>" * (MB // 12),
    "classes": "<div class=" + "a " * (MB // 2) + ">", "entities": "&amp;" * (MB // 5),
    "headers": "<header>" * (MB // 8),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_comes_through(name: str) -> None:
    """What isn't linear doesn't end; `benchmarks/trimming` has the milliseconds."""
    assert bool(trim(HOSTILE[name], "Good. What did you do with the hour?\n" * 300)) == bool(HOSTILE[name].strip())


@pytest.mark.parametrize("name", HOSTILE_HTML)
def test_hostile_html_comes_through(name: str) -> None:
    text = as_text(HOSTILE_HTML[name])
    assert len(text) <= len(HOSTILE_HTML[name]) + 1
    assert len(trim(text)) <= len(text)
