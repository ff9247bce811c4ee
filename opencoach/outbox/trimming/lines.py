"""Each line of a mail, and whose it is."""

import enum
import re
from dataclasses import dataclass

from opencoach.outbox.trimming import marks
from opencoach.outbox.trimming.parent import Parent, words

REACH = 120_000  # characters, and
MOST = 3_000  # lines that are looked at one by one; what comes after them stays with the last
QUOTED = re.compile(r"\s{0,3}>")
BARRED = re.compile(r"\s{0,3}\|(?:\s|$)")
PREFIX = re.compile(r"[\s>|]+")
INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
BLANKS = re.compile(r"\n(?:[ \t]*\n){2,}")


class Mark(enum.Enum):
    OWN = "own"
    BLANK = "blank"
    QUOTE = "quote"  # what was answered
    INTRODUCTION = "introduction"  # who wrote it, when
    SIGNATURE = "signature"


@dataclass(slots=True)
class Line:
    text: str
    mark: Mark

    @property
    def bare(self) -> str:
        """Without the marks of a quote."""
        return PREFIX.sub("", self.text, count=1) if self.mark is Mark.QUOTE else self.text


def read(text: str, parent: Parent, *, forwarded: bool = False) -> list[Line]:
    """The lines of a mail with their marks."""
    text, rest = _in_reach(text)
    text = INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " "))
    raw = BLANKS.sub("\n\n", text).split("\n", MOST)
    lines = [Line(one.rstrip() if one != "-- " else one, Mark.BLANK if not one.strip() else Mark.OWN) for one in raw]
    if forwarded or _shows_forward(lines):
        return [*lines, Line(rest, Mark.OWN)] if rest else lines
    _quotes(lines, parent)
    _introductions(lines, parent)
    _unmarked(lines, parent)
    _signatures(lines)
    if rest:
        lines.append(Line(rest, lines[-1].mark))
    return lines


def _in_reach(text: str) -> tuple[str, str]:
    """What is looked at line by line, and what comes after it: that stays with the last line before it."""
    if len(text) <= REACH:
        return text, ""
    at = text.rfind("\n", 0, REACH)
    return (text[:at], text[at + 1 :]) if at > 0 else (text[:REACH], text[REACH:])


def _shows_forward(lines: list[Line]) -> bool:
    """A forwarded mail, unless an answer's introduction stands above it."""
    for at, line in enumerate(lines):
        bare = PREFIX.sub("", line.text[: marks.LOOKED_AT], count=1)
        if marks.FORWARDED.match(bare):
            return True
        if _introduction(lines, at) and not _after(lines, at).startswith("-"):
            return False
    return False


def _quotes(lines: list[Line], parent: Parent) -> None:
    """Runs of lines with a quote's mark. One that nobody introduces, and of which we know no line, is the sender's."""
    at, begun = 0, False
    while at < len(lines):
        end = at
        while end < len(lines) and _is_marked(lines[end].text):
            end += 1
        if end == at:
            at += 1
            continue
        run = lines[at:end]
        known = any(parent.has(PREFIX.sub("", line.text, count=1)) for line in run)
        barred = BARRED.match(run[0].text) is not None
        introduced = _introduced(lines, at) or _introduction_within(run)
        if known or (not barred and (begun or introduced or end - at > 1)):
            begun = True
            for line in run:
                line.mark = Mark.QUOTE
        at = end


def _is_marked(text: str) -> bool:
    return QUOTED.match(text) is not None or BARRED.match(text) is not None


def _introduction_within(run: list[Line]) -> bool:
    return marks.is_introduction(PREFIX.sub("", run[0].text, count=1))


def _introduced(lines: list[Line], at: int) -> bool:
    """Whether an introduction stands above that line, in one line or broken into up to three."""
    above = at - 1
    while above >= 0 and lines[above].mark is Mark.BLANK:
        above -= 1
    return any(_introduction(lines, start) == above + 1 for start in range(max(0, above - 2), above + 1))


def _introduction(lines: list[Line], at: int) -> int:
    """Where the introduction that begins in that line ends (the line after it); 0 if none begins there."""
    joined = ""
    for end in range(at, min(at + 3, len(lines))):
        if lines[end].mark is not Mark.OWN:
            return 0
        joined = f"{joined} {lines[end].text[: marks.LOOKED_AT].strip()}".strip()
        if end == at and not (marks.ADDRESS.search(joined) or marks.DATED.search(joined) or joined.endswith("<")):
            return 0
        if marks.is_introduction(joined):
            return end + 1
    return 0


def _after(lines: list[Line], at: int) -> str:
    return next((line.text.strip() for line in lines[at + 1 : at + 6] if line.mark is not Mark.BLANK), "")


def _introductions(lines: list[Line], parent: Parent) -> None:
    for at in range(len(lines)):
        end = _introduction(lines, at)
        if end and _leads_to_quote(lines, end, parent):
            for line in lines[at:end]:
                line.mark = Mark.INTRODUCTION


def _leads_to_quote(lines: list[Line], at: int, parent: Parent) -> bool:
    """Whether a quote follows: a marked one, one that we know, or (where we know nothing) anything with an address."""
    follow = next((line for line in lines[at : at + 6] if line.mark is not Mark.BLANK), None)
    if follow is None:
        return True
    if follow.mark is Mark.QUOTE or not parent.is_known:
        return True
    return parent.has(follow.text) or marks.ADDRESS.search(lines[at - 1].text) is not None


def _unmarked(lines: list[Line], parent: Parent) -> None:
    """Quotes without a mark on each line: below our own line, an introduction or the head of a mail."""
    start = next((at for at in range(len(lines)) if _begins_unmarked(lines, at, parent)), None)
    if start is None:
        return
    body = _past_head(lines, start)
    for line in lines[start:body]:
        if line.mark is not Mark.BLANK:
            line.mark = Mark.INTRODUCTION
    last = max((at for at in range(body, len(lines)) if parent.has(lines[at].text)), default=-1)
    for at in range(body, len(lines)):
        line = lines[at]
        if line.mark is not Mark.OWN:
            continue
        wordless = at < last and not words(line.text)
        if last < 0 or wordless or parent.has(line.text) or marks.is_head(line.text):
            line.mark = Mark.QUOTE


def _begins_unmarked(lines: list[Line], at: int, parent: Parent) -> bool:
    line = lines[at]
    text = line.text.strip()
    if line.mark is Mark.INTRODUCTION:
        follow = next((one for one in lines[at + 1 : at + 8] if one.mark not in {Mark.BLANK, Mark.INTRODUCTION}), None)
        return follow is not None and follow.mark is Mark.OWN and (not parent.is_known or parent.has(follow.text))
    if line.mark is not Mark.OWN:
        return False
    if text.casefold() in marks.ANSWER_ABOVE or marks.ORIGINAL.match(text):
        return True
    head = lines[at + 1 : at + 4] if marks.RULE.fullmatch(text) else lines[at : at + 3]
    return len(head) == 3 and all(marks.is_head(one.text) for one in head)


def _past_head(lines: list[Line], at: int) -> int:
    """The first line below the introduction or the head that begins there."""
    end = at + 1
    while end < len(lines) and (
        lines[end].mark is Mark.INTRODUCTION or (end - at < 8 and marks.is_head(lines[end].text))
    ):
        end += 1
    return end


def _signatures(lines: list[Line]) -> None:
    """ "-- " and what is below it, up to the quote; and the last line of a part that a telephone has added."""
    for at, line in enumerate(lines):
        if line.mark is Mark.OWN and line.text == "-- ":
            for below in lines[at:]:
                if below.mark in {Mark.QUOTE, Mark.INTRODUCTION}:
                    break
                below.mark = Mark.SIGNATURE
    for at, line in enumerate(lines):
        if line.mark is Mark.OWN and marks.is_sent_from(line.text):
            follow = next((one for one in lines[at + 1 :] if one.mark is not Mark.BLANK), None)
            if follow is None or follow.mark is not Mark.OWN:
                line.mark = Mark.SIGNATURE
