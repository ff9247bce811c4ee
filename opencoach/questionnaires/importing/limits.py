"""What a formula says about the answer itself, as limits of ours: `. >= 1 and . <= 10`. Pure."""

from typing import Any

from opencoach.questionnaires.importing.formula import Node, Unsayable

Data = dict[str, Any]
WORDS = {"text", "long_text"}
NUMBERS = {"number", "slider"}
ABOVE = {"min", "min_length", "min_count"}  # of two the larger holds; of the others the smaller


def limits_in(tree: Node, kind: str, *, whole: bool) -> tuple[Data, bool]:
    """The least, the most, the length of an answer of that kind, and whether that is all that the formula says.
    `whole`: it is a whole number."""
    found: Data = {}
    is_all = True
    for one in _each(tree):
        try:
            found = tightened(found, _limit(one, kind, whole=whole))
        except Unsayable:
            is_all = False
    return found, is_all


def tightened(item: Data, limits: Data) -> Data:
    """The item with these limits too: where it has one already, the tighter one stays."""
    result = dict(item)
    for name, value in limits.items():
        there = result.get(name)
        result[name] = value if there is None else max(there, value) if name in ABOVE else min(there, value)
    return result


def _each(tree: Node) -> list[Node]:
    return [one for part in tree.parts for one in _each(part)] if tree.kind == "and" else [tree]


def _limit(one: Node, kind: str, *, whole: bool) -> Data:
    """`. >= 1`, `string-length(.) <= 20`. Raises Unsayable."""
    if one.kind not in {"<", "<=", ">", ">="}:
        raise Unsayable
    left, right = one.parts
    if right.kind == "minus" and right.parts[0].kind == "num":
        right = Node("num", -right.parts[0].value)  # type: ignore[operator]  # a number
    length = left.kind == "call" and left.value == "string-length" and left.parts[:1] == (Node("here"),)
    if right.kind != "num" or not (left.kind == "here" or length):
        raise Unsayable
    value: Any = right.value
    if one.kind in {"<", ">"}:
        if not isinstance(value, int) or not (whole or length):
            raise Unsayable
        value += 1 if one.kind == ">" else -1
    least = one.kind in {">", ">="}
    if length and kind in WORDS:
        return {"min_length" if least else "max_length": value}
    if not length and kind in NUMBERS:
        return {"min" if least else "max": value}
    raise Unsayable
