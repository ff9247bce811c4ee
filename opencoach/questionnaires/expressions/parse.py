"""From words to a tree: a Pratt parser, bounded in depth and size. Not Python's, and no eval."""

from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext as _

from opencoach.questionnaires.expressions.tokens import Token, Wrong, tokens
from opencoach.questionnaires.expressions.tree import Binary, Call, Literal, Name, Node, Unary

__all__ = ["Wrong", "names", "parse"]

DEEPEST = 40
MOST_NODES = 500
TIGHTNESS = {
    "or": 1, "and": 2,
    "=": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "/": 6,
}  # fmt: skip
NOT, MINUS = 3, 7
COMPARISONS = {"=", "!=", "<", "<=", ">", ">="}
FUNCTIONS: dict[str, tuple[int, int]] = {  # the least and the most arguments
    "sum": (1, 200), "mean": (1, 200), "min": (1, 200), "max": (1, 200), "count": (1, 200), "coalesce": (1, 200),
    "if": (3, 3), "round": (1, 2), "floor": (1, 1), "ceil": (1, 1), "abs": (1, 1),
    "answered": (1, 1), "contains": (2, 2), "days": (2, 2),
}  # fmt: skip


@lru_cache(maxsize=1_000)
def parse(source: str) -> Node:
    """The expression as a tree. Raises Wrong, with words for whoever wrote it."""
    return _Parser(tokens(source)).whole()


def names(node: Node) -> Iterator[Name]:
    """Every name in it, as often as it stands there, from left to right."""
    left = [node]
    while left:
        match one := left.pop():
            case Name():
                yield one
            case Unary():
                left.append(one.of)
            case Binary():
                left += [one.right, one.left]
            case Call():
                left += reversed(one.arguments)


class _Parser:
    def __init__(self, words: list[Token]) -> None:
        self.words, self.next, self.nodes, self.depth = words, 0, 0, 0

    def whole(self) -> Node:
        if self.here.kind == "end":
            raise Wrong(_("The expression is empty."))
        node = self.part(0)
        if self.next < len(self.words) - 1:
            raise self.unexpected()
        return node

    @property
    def here(self) -> Token:
        return self.words[self.next]

    def take(self) -> Token:
        self.next += 1
        return self.words[self.next - 1]

    def part(self, tightness: int) -> Node:
        """An operand, and all operators after it that bind tighter than `tightness`."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Wrong(_("The expression is nested too deep."), self.here.at)
        node = self.operand()
        deep = self.left_depth(node)
        while (level := TIGHTNESS.get(self.here.text, 0) if self.here.kind in {"sign", "name"} else 0) > tightness:
            sign = self.take()
            if sign.text in COMPARISONS and isinstance(node, Binary) and node.sign in COMPARISONS and level == 4:
                self.refuse_chain(node, sign)
            node = self.counted(Binary(sign.text, node, self.part(level), sign.at))
            deep += 1
            if deep > DEEPEST * 5:
                raise Wrong(_("The expression has too many parts."), sign.at)
        self.depth -= 1
        return node

    def left_depth(self, node: Node) -> int:
        deep = 0
        while isinstance(node, Binary):
            node, deep = node.left, deep + 1
        return deep

    def refuse_chain(self, node: Binary, sign: Token) -> None:
        if self.words[self.next - 2].text != ")":
            words = _("Compare two things at a time: write “a < b and b < c” instead of “a < b < c”.")
            raise Wrong(words, sign.at)

    def operand(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return self.counted(Literal(float(token.text) if "." in token.text else int(token.text)))
        if token.kind == "text":
            return self.counted(Literal(token.text))
        if token.kind == "name":
            return self.named(token)
        if token.text == "-":
            return self.counted(Unary("-", self.part(MINUS)))
        if token.text == "(":
            node = self.part(0)
            self.expect(")")
            return node
        self.next -= 1
        raise self.unexpected()

    def named(self, token: Token) -> Node:
        if token.text in {"true", "false"}:
            return self.counted(Literal(token.text == "true"))
        if token.text == "not":
            return self.counted(Unary("not", self.part(NOT)))
        if token.text in {"and", "or"}:
            self.next -= 1
            raise self.unexpected()
        if self.here.text == "(" and self.here.kind == "sign":
            return self.call(token)
        return self.counted(Name(token.text, token.at))

    def call(self, token: Token) -> Node:
        if token.text not in FUNCTIONS:
            known = ", ".join(sorted(FUNCTIONS))
            raise Wrong(
                _("There is no function “%(name)s”. There are: %(known)s.") % {"name": token.text, "known": known},
                token.at,
            )
        self.take()
        arguments: list[Node] = []
        if self.here.text != ")":
            arguments.append(self.part(0))
            while self.here.kind == "sign" and self.here.text == ",":
                self.take()
                arguments.append(self.part(0))
        self.expect(")")
        least, most = FUNCTIONS[token.text]
        if not least <= len(arguments) <= most:
            raise Wrong(_wanted(token.text, least, most, len(arguments)), token.at)
        return self.counted(Call(token.text, tuple(arguments), token.at))

    def expect(self, sign: str) -> None:
        if self.here.kind != "sign" or self.here.text != sign:
            raise self.unexpected(_("“%(sign)s” is expected") % {"sign": sign})
        self.take()

    def counted(self, node: Node) -> Node:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise Wrong(_("The expression has too many parts."), self.words[self.next - 1].at)
        return node

    def unexpected(self, wanted: str = "") -> Wrong:
        wanted = wanted or _("A number, a name or an operator is expected")
        found = self.here
        if found.kind == "end":
            return Wrong(_("%(wanted)s, but the expression ends.") % {"wanted": wanted}, found.at)
        return Wrong(
            _("%(wanted)s at character %(n)s, not “%(found)s”.")
            % {"wanted": wanted, "n": found.at + 1, "found": found.text[:40]},
            found.at,
        )


def _wanted(name: str, least: int, most: int, given: int) -> str:
    wanted = str(least) if least == most else f"{least}–{most}"
    return _("“%(name)s” takes %(wanted)s values in its brackets, not %(given)s.") % {
        "name": name, "wanted": wanted, "given": given,
    }  # fmt: skip
