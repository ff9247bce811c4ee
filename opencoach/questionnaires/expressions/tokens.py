"""From text to words."""

import re
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from opencoach.questionnaires.definition.limits import LARGEST, LONGEST_EXPRESSION

Kind = Literal["number", "text", "name", "sign", "end"]
WORD = re.compile(
    r"""[ \t\r\n\u00a0]*(?:
        (?P<number>\d+(?:\.\d+)?)
      | (?P<text>"[^"]*"|'[^']*')
      | (?P<name>[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)?)
      | (?P<sign>\*\*|<=|>=|<>|!=|==|[-+*/()<>=,×÷·−≤≥≠^%])
    )""",
    re.VERBOSE | re.ASCII,
)
SAME = {"×": "*", "·": "*", "÷": "/", "−": "-", "≤": "<=", "≥": ">=", "≠": "!=", "<>": "!=", "==": "="}
POWERS = {"**", "^"}


class Wrong(ValueError):
    """The expression can't be understood. `at` is the place in it, from 0."""

    def __init__(self, words: str, at: int = 0) -> None:
        self.words, self.at = words, at
        super().__init__(words)


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    at: int


def tokens(source: str) -> list[Token]:
    """The words of an expression, and an end. Raises Wrong."""
    if len(source) > LONGEST_EXPRESSION:
        raise Wrong(_("The expression is too long; at most %(n)s characters.") % {"n": LONGEST_EXPRESSION})
    found: list[Token] = []
    at, end = 0, len(source.rstrip(" \t\r\n\u00a0"))
    while at < end:
        match = WORD.match(source, at)
        if match is None:
            raise _unreadable(source, at)
        found.append(_token(match))
        at = match.end()
    return [*found, Token("end", "", end)]


def _token(match: re.Match[str]) -> Token:
    kind: Kind = match.lastgroup  # type: ignore[assignment]  # one of the four groups
    text, at = match[match.lastgroup or ""], match.start(match.lastgroup or "")
    if kind == "text":
        return Token(kind, text[1:-1], at)
    if kind == "number" and (len(text) > 20 or float(text) > LARGEST):
        raise Wrong(_("The number %(number)s is too large.") % {"number": text[:20]}, at)
    if text in POWERS:
        raise Wrong(_("There is no power here. Multiply: a * a."), at)
    if text == "%":
        raise Wrong(_("There is no per cent here. Divide by 100."), at)
    return Token(kind, SAME.get(text, text), at)


def _unreadable(source: str, at: int) -> Wrong:
    while source[at] in " \t\r\n\u00a0":
        at += 1
    if source[at] in "\"'":
        return Wrong(_("The text that begins at character %(n)s doesn't end.") % {"n": at + 1}, at)
    return Wrong(
        _("“%(sign)s” at character %(n)s can't be used here.") % {"sign": source[at], "n": at + 1},
        at,
    )
