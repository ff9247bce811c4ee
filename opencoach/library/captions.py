"""Captions of something to see or hear, as WebVTT (W3C): read, checked, written anew. Pure.

What people have is taken: WebVTT, or SubRip (.srt), which every editor of films writes. Kept is only what a browser
needs to show: times, words, *b*, *i*, *u* and who speaks; styles, regions and notes are left out, so nothing of a
stranger's file reaches the page around it.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

LARGEST = 1_000_000  # bytes
MOST = 20_000  # cues
TIME = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)[.,](\d{3})"
SPAN = re.compile(rf"{TIME}\s+-->\s+{TIME}(?:\s.*)?")
TAG = re.compile(r"</?([^<>\s/.]{0,20})([^<>]{0,200})>")
SPEAKER = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>]{1,80})>")
LEFT_OUT = ("NOTE", "STYLE", "REGION")
KEPT = frozenset({"b", "i", "u"})
PAUSE = 2.0  # seconds of silence that begin a new paragraph
LONG = 400  # characters after which one may begin


class Wrong(ValueError):
    """What is wrong with a file of captions, in plain words with its line."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said from when until when, in seconds."""

    start: float
    end: float
    text: str


def read(raw: bytes) -> str:
    """A file as it is kept: WebVTT of nothing but times and words. Raises Wrong."""
    if len(raw) > LARGEST:
        raise Wrong(_("Captions have at most 1 MB."))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Wrong(_("This is no text in UTF-8. Save the captions as UTF-8 and try again.")) from None
    found = cues(text)
    if not found:
        raise Wrong(_("There are no captions in it: lines such as “00:01.000 --> 00:04.000” with words below."))
    return written(found)


def cues(text: str) -> list[Cue]:
    """The cues of WebVTT or SubRip, in the order of their times. Raises Wrong for the first line that can't be."""
    found: list[Cue] = []
    for number, block in _blocks(text):
        place = next((n for n, line in enumerate(block) if "-->" in line), None)
        if place is None or (block[0].startswith(LEFT_OUT) and place != 0):
            continue
        span = SPAN.fullmatch(block[place].strip())
        if span is None:
            raise Wrong(_("Line %(line)d: these are no times: “%(text)s”.") % {
                "line": number + place, "text": block[place].strip()[:60],
            })  # fmt: skip
        start, end = _seconds(span.groups()[:4]), _seconds(span.groups()[4:])
        if end <= start:
            raise Wrong(_("Line %(line)d: it ends before it begins.") % {"line": number + place})
        words = "\n".join(line.strip() for line in block[place + 1 :] if line.strip())
        if words:
            found.append(Cue(start, end, words))
        if len(found) > MOST:
            raise Wrong(_("At most %(most)d captions.") % {"most": MOST})
    return sorted(found, key=lambda one: (one.start, one.end))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """What stands between empty lines, with the number of its first line."""
    block: list[str] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def written(found: list[Cue]) -> str:
    """WebVTT of these cues."""
    parts = [f"{_time(one.start)} --> {_time(one.end)}\n{_clean(one.text)}" for one in found]
    return "WEBVTT\n\n" + "\n\n".join(parts) + "\n"


def _time(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"


def _clean(text: str) -> str:
    """Only the tags that are kept; whatever else looks like one is words."""
    out, place = [], 0
    for tag in TAG.finditer(text):
        out.append(_escaped(text[place : tag.start()]))
        place = tag.end()
        name = tag[1].casefold()
        if name in KEPT:
            out.append(f"</{name}>" if tag[0].startswith("</") else f"<{name}>")
        elif speaker := SPEAKER.fullmatch(tag[0]):
            out.append(f"<v {_escaped(html.unescape(speaker[1]).strip())}>")
        elif not _is_tag(name):
            out.append(_escaped(tag[0]))
    out.append(_escaped(text[place:]))
    return "".join(out)


def _is_tag(name: str) -> bool:
    """One of WebVTT's or SubRip's, or a time inside a cue: left out without a word."""
    return name in {"v", "c", "lang", "ruby", "rt", "font"} or bool(re.fullmatch(r"[\d:.]*", name))


def _escaped(text: str) -> str:
    plain = html.unescape(text)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace("-->", "--&gt;").replace(">", "&gt;")


def transcript(kept: str) -> str:
    """The words of captions in paragraphs, with who speaks before them: to be read, as Markdown in which nothing is
    marked."""
    paragraphs: list[str] = []
    current, until, speaker = "", 0.0, ""
    for one in cues(kept):
        said = SPEAKER.search(one.text)
        name = html.unescape(said[1]) if said else speaker
        words = " ".join(html.unescape(TAG.sub("", one.text)).split())
        begins = one.start - until > PAUSE or name != speaker or (len(current) > LONG and current[-1:] in ".?!…")
        if begins and current:
            paragraphs.append(current)
            current = ""
        if not current and name and (name != speaker or not paragraphs):
            words = f"{name}: {words}"
        current = f"{current} {words}".strip()
        until, speaker = one.end, name
    return "\n\n".join([*paragraphs, *([current] if current else [])])
