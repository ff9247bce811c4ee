"""A foreign formula in OpenCoach's own words: as rows of a condition, or as an expression. Pure."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from opencoach.questionnaires.importing.formula import Node, Unsayable

Row = dict[str, Any]
SIZES = {"<": "less", "<=": "at_most", ">": "more", ">=": "at_least"}
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
SEVERAL = {"multi", "ranking"}
FUNCTIONS = {
    "sum": "sum", "min": "min", "max": "max", "round": "round", "int": "floor", "abs": "abs", "if": "if", "iif": "if",
    "coalesce": "coalesce", "avg": "mean", "floor": "floor", "ceiling": "ceil", "ceil": "ceil", "number": "",
}  # fmt: skip
BINARY = {"=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "and", "or"}


def rule_of(tree: Node, ids: Mapping[str, str], kinds: Mapping[str, str]) -> Row:
    """As `{"all": […]}` or `{"any": […]}`, groups one level deep. Raises Unsayable for what rows can't say.

    There an answer that is missing is unlike everything: `is_not` gets a row for it.
    """
    join = "any" if tree.kind == "or" else "all"
    rows = [_grouped(one, ids, kinds) for one in _flat(tree, "or" if join == "any" else "and")]
    merged: list[Any] = []
    for row in rows:
        merged += row.get(join, [row])
    return {join: merged}


def _flat(tree: Node, sign: str) -> list[Node]:
    if tree.kind != sign:
        return [tree]
    return [one for part in tree.parts for one in _flat(part, sign)]


def _grouped(tree: Node, ids: Mapping[str, str], kinds: Mapping[str, str]) -> Row:
    if tree.kind in {"and", "or"}:
        join = "any" if tree.kind == "or" else "all"
        rows: list[Row] = []
        for one in _flat(tree, tree.kind):
            row = _row(one, ids, kinds)
            if join in row:
                rows += row[join]
            elif "field" in row:
                rows.append(row)
            else:
                raise Unsayable
        return {join: rows}
    return _row(tree, ids, kinds)


def _row(tree: Node, ids: Mapping[str, str], kinds: Mapping[str, str]) -> Row:
    """One row, or a group that says what it takes two rows for."""
    if tree.kind == "not":
        return _denied(tree.parts[0], ids, kinds)
    if tree.kind in {"empty", "notempty"} and tree.parts[0].kind == "ref":
        return {"field": ids[str(tree.parts[0].value)], "operator": "missing" if tree.kind == "empty" else "answered"}
    if tree.kind == "call" and tree.value == "selected" and len(tree.parts) == 2:
        return _chosen(tree.parts[0], tree.parts[1], ids, kinds)
    if tree.kind in {"contains", "notcontains", "anyof"}:
        return _within(tree, ids, kinds)
    if tree.kind not in TURNED:
        raise Unsayable
    left, right, sign = tree.parts[0], tree.parts[1], tree.kind
    if left.kind != "ref":
        left, right, sign = right, left, TURNED[sign]
    if left.kind != "ref":
        raise Unsayable
    return _compared(ids[str(left.value)], sign, _plain(right), kinds)


def _compared(key: str, sign: str, value: Any, kinds: Mapping[str, str]) -> Row:
    if value == "" and sign in {"=", "!="}:
        return {"field": key, "operator": "missing" if sign == "=" else "answered"}
    if sign in SIZES:
        return {"field": key, "operator": SIZES[sign], "value": _as(value, kinds.get(key, ""), number=True)}
    several = kinds.get(key) in SEVERAL
    value = _as(value, kinds.get(key, ""))
    if sign == "=":
        return {"field": key, "operator": "contains" if several else "is", "value": value}
    return _not(key, "contains_not" if several else "is_not", value)


def _not(key: str, operator: str, value: Any) -> Row:
    return {"any": [{"field": key, "operator": operator, "value": value}, {"field": key, "operator": "missing"}]}


def _chosen(who: Node, what: Node, ids: Mapping[str, str], kinds: Mapping[str, str]) -> Row:
    if who.kind != "ref":
        raise Unsayable
    key = ids[str(who.value)]
    operator = "contains" if kinds.get(key) in SEVERAL | {"text", "long_text"} else "is"
    return {"field": key, "operator": operator, "value": _as(_plain(what), kinds.get(key, ""))}


def _within(tree: Node, ids: Mapping[str, str], kinds: Mapping[str, str]) -> Row:
    who, what = tree.parts
    if who.kind != "ref":
        raise Unsayable
    if tree.kind == "anyof" and what.kind == "list":
        return {"any": [_chosen(who, one, ids, kinds) for one in what.parts]}
    if what.kind == "list" and len(what.parts) == 1:
        what = what.parts[0]
    row = _chosen(who, what, ids, kinds)
    if tree.kind == "notcontains":
        return _not(row["field"], "contains_not" if row["operator"] == "contains" else "is_not", row["value"])
    if tree.kind == "anyof":
        raise Unsayable
    return row


def _denied(tree: Node, ids: Mapping[str, str], kinds: Mapping[str, str]) -> Row:
    row = _row(tree, ids, kinds)
    if "field" not in row:
        raise Unsayable
    opposite = {"is": "is_not", "contains": "contains_not", "less": "at_least", "at_least": "less", "more": "at_most",
                "at_most": "more"}  # fmt: skip
    if row["operator"] in {"answered", "missing"}:
        return {**row, "operator": "missing" if row["operator"] == "answered" else "answered"}
    return _not(row["field"], opposite[row["operator"]], row["value"])


def _plain(node: Node) -> Any:
    if node.kind in {"num", "text", "truth"}:
        return node.value
    if node.kind == "minus" and node.parts[0].kind == "num":
        return -node.parts[0].value  # type: ignore[operator]  # a number
    raise Unsayable


def _as(value: Any, kind: str, *, number: bool = False) -> Any:
    """As answers of that kind are written: an option by its id, a number as a number."""
    if kind in {"number", "scale", "slider"} and isinstance(value, str):
        try:
            return float(value) if "." in value else int(value)
        except ValueError:
            raise Unsayable from None
    if kind in {"single", "multi", "ranking"} and not number:
        if isinstance(value, bool):
            return "yes" if value else "no"
        return f"{value:g}" if isinstance(value, int | float) else value
    return value


def expression_of(node: Node, ids: Mapping[str, str]) -> str:  # noqa: PLR0911  # one line per kind
    """In the expression language. Raises Unsayable, saying what is not known there."""
    match node.kind:
        case "ref":
            return ids[str(node.value)]
        case "num":
            return f"{node.value}"
        case "text" if "'" not in str(node.value) and '"' not in str(node.value):
            return f'"{node.value}"'
        case "truth":
            return "true" if node.value else "false"
        case "minus":
            return f"-({expression_of(node.parts[0], ids)})"
        case "not":
            return f"not ({expression_of(node.parts[0], ids)})"
        case "empty" | "notempty":
            said = f"answered({expression_of(node.parts[0], ids)})"
            return f"(not {said})" if node.kind == "empty" else said
        case "contains" | "notcontains":
            said = f"contains({', '.join(expression_of(one, ids) for one in node.parts)})"
            return f"(not {said})" if node.kind == "notcontains" else said
        case "call":
            return _called(node, ids)
    if node.kind in BINARY:
        left, right = node.parts
        if right.kind == "text" and right.value == "" and node.kind in {"=", "!="}:
            said = f"answered({expression_of(left, ids)})"
            return f"(not {said})" if node.kind == "=" else said
        return f"({expression_of(left, ids)} {node.kind} {expression_of(right, ids)})"
    raise Unsayable(_("OpenCoach has no words for “%(what)s”; it is left out.") % {"what": node.kind})


def _called(node: Node, ids: Mapping[str, str]) -> str:
    name, parts = str(node.value), [expression_of(one, ids) for one in node.parts]
    if name == "selected" and len(parts) == 2:
        return f"contains({', '.join(parts)})"
    if name == "not" and len(parts) == 1:
        return f"not ({parts[0]})"
    if name == "count-selected" and len(parts) == 1:
        return f"count({parts[0]})"
    if name not in FUNCTIONS or not parts:
        raise Unsayable(_("OpenCoach has no function “%(name)s”; it is left out.") % {"name": name[:40]})
    return f"{FUNCTIONS[name]}({', '.join(parts)})"
