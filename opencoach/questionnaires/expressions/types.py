"""What kind of value an expression has, found before anybody answers: a text that is added is told to its author."""

from collections.abc import Mapping
from typing import Literal

from django.utils.translation import gettext as _

from opencoach.questionnaires.expressions import tree
from opencoach.questionnaires.expressions.tokens import Wrong
from opencoach.questionnaires.expressions.tree import Node

Type = Literal["number", "text", "date", "time", "truth", "choice", "choices", "list", "any"]
COUNTS = {"number", "choice", "any"}
LISTS = {"choices", "list"}


def type_of(node: Node, types: Mapping[str, Type]) -> Type:
    """Its type, by those of the names. Raises Wrong where values can't go together."""
    match node:
        case tree.Literal():
            return "truth" if isinstance(node.value, bool) else "text" if isinstance(node.value, str) else "number"
        case tree.Name():
            return types[node.path]
        case tree.Unary():
            _demand(type_of(node.of, types), {"truth", "any"} if node.sign == "not" else COUNTS, 0)
            return "truth" if node.sign == "not" else "number"
        case tree.Binary():
            return _binary(node, types)
        case tree.Call():
            return _call(node, types)


def _binary(node: tree.Binary, types: Mapping[str, Type]) -> Type:
    left, right = type_of(node.left, types), type_of(node.right, types)
    if node.sign in {"and", "or"}:
        _demand(left, {"truth", "any"}, node.at)
        _demand(right, {"truth", "any"}, node.at)
        return "truth"
    if node.sign in {"+", "-", "*", "/"}:
        _demand(left, COUNTS, node.at)
        _demand(right, COUNTS, node.at)
        if node.sign == "/" and isinstance(node.right, tree.Literal) and node.right.value == 0:
            raise Wrong(_("Nothing can be divided by 0."), node.at)
        return "number"
    if not _comparable(left, right):
        raise Wrong(
            _("%(one)s can't be compared with %(two)s.") % {"one": _called(left), "two": _called(right)}, node.at
        )
    return "truth"


def _comparable(left: Type, right: Type) -> bool:
    pair = {left, right}
    if "any" in pair or left == right:
        return not pair & LISTS
    return pair in ({"number", "choice"}, {"text", "choice"}, {"text", "date"}, {"text", "time"})


def _call(node: tree.Call, types: Mapping[str, Type]) -> Type:  # noqa: PLR0911
    given = [type_of(argument, types) for argument in node.arguments]
    match node.function:
        case "if":
            _demand(given[0], {"truth", "any"}, node.at)
            return given[1] if given[1] == given[2] else "any"
        case "coalesce":
            return given[0] if len(set(given)) == 1 else "any"
        case "answered" | "contains":
            return "truth"
        case "count":
            return "number"
        case "days":
            for one in given:
                _demand(one, {"date", "text", "any"}, node.at)
            return "number"
        case "sum" | "mean" | "min" | "max":
            for one in given:
                _demand(one, COUNTS | LISTS, node.at)
            return "number"
    for one in given:
        _demand(one, COUNTS, node.at)
    return "number"


def _demand(given: Type, wanted: set[str], at: int) -> None:
    if given not in wanted:
        raise Wrong(
            _("%(given)s can't be used like that (at character %(n)s).") % {"given": _called(given), "n": at + 1}, at
        )


def _called(type_: Type) -> str:
    return {
        "number": _("A number"), "text": _("A text"), "date": _("A day"), "time": _("A time"),
        "truth": _("True or false"),
        "choice": _("A choice"), "choices": _("A list of choices"), "list": _("A list"), "any": _("A value"),
    }[type_]  # fmt: skip
