"""Captions: what people's files say is kept, what could do something is not."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencoach.library import captions
from opencoach.library.captions import Wrong, cues, read, transcript

VTT = """WEBVTT Kind: captions

STYLE
::cue { background: url(https://evil.example/) }

NOTE made by hand

1
00:01.000 --> 00:04.000 align:start position:0%
<v Miriam>Breathe <i>out</i> first.</v>

00:04.500 --> 00:07.250
<c.yellow>And then</c> sit &amp; wait.
"""
SRT = (
    "1\r\n00:00:01,000 --> 00:00:04,000\r\nBreathe out first.\r\n\r\n"
    "2\r\n00:00:04,500 --> 00:00:07,250\r\n<font color=red>And then</font>\r\nsit.\r\n"
)
KEPT = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Miriam>Breathe <i>out</i> first.

00:00:04.500 --> 00:00:07.250
And then sit &amp; wait.
"""


def test_webvtt_is_kept_without_styles_notes_and_places() -> None:
    assert read(VTT.encode()) == KEPT
    assert read(read(VTT.encode()).encode()) == KEPT


def test_subrip_becomes_webvtt() -> None:
    kept = read(b"\xef\xbb\xbf" + SRT.encode())
    assert kept.split("\n\n")[1:] == [
        "00:00:01.000 --> 00:00:04.000\nBreathe out first.",
        "00:00:04.500 --> 00:00:07.250\nAnd then\nsit.\n",
    ]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"Just some words.", "There are no captions in it"),
        (b"", "There are no captions in it"),
        ("Grüße".encode("latin-1"), "no text in UTF-8"),
        (b"WEBVTT\n\n00:04.000 --> 00:01.000\nBackwards", "Line 3: it ends before it begins."),
        (b"WEBVTT\n\n1\n00:04 --> 00:09\nNo thousandths", "Line 4: these are no times: “00:04 --> 00:09”."),
        (b"x" * 1_000_001, "at most 1 MB"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(raw: bytes, says: str) -> None:
    with pytest.raises(Wrong, match=says.replace("(", r"\(")):
        read(raw)


def test_nothing_hostile_is_left() -> None:
    raw = "WEBVTT\n\n00:01.000 --> 00:02.000\n<script>alert(1)</script> <b onclick=x>bold</b> <img src=x> 1 < 2\n"
    kept = read(raw.encode())
    assert "<script" not in kept
    assert "onclick" not in kept
    assert "<img" not in kept
    assert "<b>bold</b>" in kept
    assert [one.text for one in cues(kept)] == [kept.splitlines()[3]]


def test_a_transcript_reads_as_paragraphs_with_who_speaks() -> None:
    raw = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>I wait\n\n00:02.100 --> 00:03.000\n<v Ana>and then I say it.\n\n"
        "00:03.100 --> 00:04.000\n<v Miriam>To whom?\n\n00:09.000 --> 00:10.000\n<v Miriam>Say it &amp; see.\n"
    )
    assert transcript(read(raw.encode())) == "Ana: I wait and then I say it.\n\nMiriam: To whom?\n\nSay it & see."


@given(st.text(max_size=300))
def test_whatever_the_words_are_they_come_back_as_they_were_kept(words: str) -> None:
    raw = f"WEBVTT\n\n00:01.000 --> 00:02.000\n{words}\n".encode("utf-8", "replace")
    try:
        kept = read(raw)
    except Wrong:
        return
    assert read(kept.encode()) == kept
    assert captions.transcript(kept) == captions.transcript(read(kept.encode()))


@pytest.mark.parametrize("piece", ["<", "-->", "<v ", "\n\n-->\n", "00:00.000 --> ", "&lt;" * 9])
def test_a_megabyte_of_nonsense_takes_no_time(piece: str) -> None:
    raw = (piece * (999_000 // len(piece))).encode()
    began = time.perf_counter()
    with contextlib.suppress(Wrong):
        transcript(read(raw))
    assert time.perf_counter() - began < 5
