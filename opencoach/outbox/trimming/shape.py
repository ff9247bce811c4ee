"""From marked lines to what is shown: above the quote, below it, or between its lines."""

from itertools import groupby

from opencoach.outbox.trimming.lines import Line, Mark

Part = tuple[Mark, list[Line]]


def said(lines: list[Line]) -> str:
    """The sender's words; with the quoted paragraphs that they answered, where they wrote between the lines."""
    parts = _parts(lines)
    answered = [at for at, (mark, _) in enumerate(parts) if mark is Mark.QUOTE and at + 1 < len(parts)]
    between = len(answered) > 1
    shown = []
    for at, (mark, part) in enumerate(parts):
        if mark is Mark.OWN:
            shown.append(_text(part))
        elif between and at in answered:
            shown.append("\n".join(f"> {line.bare}" for line in _last_paragraph(part)))
    return "\n\n".join(one for one in shown if one)


def _parts(lines: list[Line]) -> list[Part]:
    """Own words and quotes in turn; blank lines belong to what is around them, introductions and signatures go."""
    parts: list[Part] = []
    for mark, run in groupby(lines, key=lambda line: line.mark):
        part = list(run)
        if mark is Mark.BLANK:
            if parts and parts[-1][0] is Mark.OWN:
                parts[-1][1].extend(part)
        elif mark in {Mark.OWN, Mark.QUOTE}:
            if parts and parts[-1][0] is mark:
                parts[-1][1].extend(part)
            else:
                parts.append((mark, part))
    return parts


def _text(part: list[Line]) -> str:
    lines = [line.text for line in part]
    while lines and not lines[0].strip():
        lines.pop(0)
    return "\n".join(lines).removeprefix(" ").rstrip()  # Yahoo begins with a space


def _last_paragraph(part: list[Line]) -> list[Line]:
    """What stands right above the answer: the lines below the last empty one of the quote."""
    kept: list[Line] = []
    for line in reversed(part):
        if line.bare.strip():
            kept.insert(0, line)
        elif kept:
            break
    return kept
