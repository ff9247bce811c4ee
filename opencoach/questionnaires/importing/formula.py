"""The formulas of other programs as a tree: XPath as XLSForm has it (`${sleep} > 2`), SurveyJS (`{sleep} > 2`). Pure.

What is understood: names, numbers, texts, lists, `and or not`, comparisons, arithmetic, functions. Bounded in size and
depth.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

LONGEST, DEEPEST = 2_000, 30
WORDS = {"and", "or", "not", "div", "mod", "contains", "notcontains", "anyof", "allof", "empty", "notempty", "noteq"}
SIGNS = {"==": "=", "<>": "!=", "&&": "and", "||": "or", "div": "/", "%": "mod"}
LEVELS = {
    "or": 1, "and": 2, "=": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "contains": 4, "notcontains": 4,
    "anyof": 4, "allof": 4, "empty": 4, "notempty": 4, "+": 5, "-": 5, "*": 6, "/": 6, "mod": 6,
}  # fmt: skip
AFTER = {"empty", "notempty"}  # stand behind their operand, alone
TOKEN = re.compile(
    r"\s*(?:(?P<ref>\$?\{[^{}]{1,200}\})|(?P<num>\d+(?:\.\d+)?)|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_:-]*)|(?P<sign><=|>=|!=|<>|==|&&|\|\||[-+*/%=<>(),.!\[\]]))"
)


class Wrong(ValueError):
    """No formula; the text says why."""


class Unsayable(ValueError):
    """A formula that OpenCoach has no words for; the text says why."""


@dataclass(frozen=True, slots=True)
class Node:
    """`kind` is ref, num, text, truth, list, here (the answer itself), call, not, minus, or the sign of an operator."""

    kind: str
    value: object = None
    parts: tuple["Node", ...] = ()


def parse(source: str, mark: str) -> Node:
    """The tree. `mark` is what names are written with: "${" or "{". Raises Wrong."""
    if len(source) > LONGEST:
        raise Wrong(_("This formula is longer than %(n)s characters.") % {"n": LONGEST})
    return _Parser(list(_tokens(source, mark))).whole()


def references(node: Node) -> Iterator[str]:
    """The names in it."""
    if node.kind == "ref":
        yield str(node.value)
    for part in node.parts:
        yield from references(part)


def _tokens(source: str, mark: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(source.rstrip())
    while at < end:
        found = TOKEN.match(source, at)
        if found is None:
            raise Wrong(_("This is not understood: “%(rest)s”.") % {"rest": source[at : at + 40].strip()})
        at, kind, text = found.end(), str(found.lastgroup), found[str(found.lastgroup)]
        if kind == "ref":
            if not text.startswith(mark):
                raise Wrong(
                    _("A question is named as %(mark)sname}, not as “%(text)s”.") % {"mark": mark, "text": text}
                )
            text = text[len(mark) : -1].strip()
        elif kind == "text":
            text = text[1:-1]
        elif kind == "word" and text.lower() in WORDS:
            kind, text = "sign", SIGNS.get(text.lower(), text.lower())
        elif kind == "sign":
            text = SIGNS.get(text, text)
        yield kind, text
    yield "end", ""


class _Parser:
    def __init__(self, words: list[tuple[str, str]]) -> None:
        self.words, self.next, self.depth = words, 0, 0

    def whole(self) -> Node:
        if self.words[0][0] == "end":
            raise Wrong(_("The formula is empty."))
        node = self.part(0)
        if self.words[self.next][0] != "end":
            raise self.unexpected()
        return node

    def take(self) -> tuple[str, str]:
        self.next += 1
        return self.words[self.next - 1]

    def sees(self, text: str) -> bool:
        return self.words[self.next] == ("sign", text)

    def part(self, tightness: int) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Wrong(_("The formula is nested too deep."))
        node = self.operand()
        while self.words[self.next][0] == "sign" and (level := LEVELS.get(self.words[self.next][1], 0)) > tightness:
            sign = self.take()[1]
            node = Node(sign, None, (node,) if sign in AFTER else (node, self.part(level)))
        self.depth -= 1
        return node

    def operand(self) -> Node:  # noqa: PLR0911  # one line per kind
        kind, text = self.take()
        if kind == "ref":
            return Node("ref", text)
        if kind == "num":
            return Node("num", float(text) if "." in text else int(text))
        if kind == "text":
            return Node("text", text)
        if kind == "word":
            return self.named(text)
        if text == "-":
            return Node("minus", None, (self.part(6),))
        if text in {"!", "not"}:
            return Node("not", None, (self.part(3),))
        if text == ".":
            return Node("here")
        if text in {"(", "["}:
            found = self.several(")" if text == "(" else "]")
            if text == "(" and len(found) != 1:
                raise Wrong(_("Brackets need one thing in them."))
            return found[0] if text == "(" else Node("list", None, found)
        if text == "contains" and self.sees("("):
            return self.named(text)
        self.next -= 1
        raise self.unexpected()

    def named(self, text: str) -> Node:
        if self.sees("("):
            self.take()
            parts = self.several(")")
            if text in {"true", "false"} and not parts:
                return Node("truth", text == "true")
            return Node("call", text.lower(), parts)
        if text.lower() in {"true", "false"}:
            return Node("truth", text.lower() == "true")
        raise Wrong(_("“%(word)s” is not understood here.") % {"word": text[:40]})

    def several(self, end: str) -> tuple[Node, ...]:
        found: list[Node] = []
        while not self.sees(end):
            found.append(self.part(0))
            if not self.sees(end):
                if not self.sees(","):
                    raise self.unexpected()
                self.take()
        self.take()
        return tuple(found)

    def unexpected(self) -> Wrong:
        kind, text = self.words[self.next]
        if kind == "end":
            return Wrong(_("The formula ends in the middle."))
        return Wrong(_("“%(text)s” is not expected there.") % {"text": text[:40]})
