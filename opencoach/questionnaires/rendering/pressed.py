"""What the buttons inside a question do to its answer, where no script does it: move, add, remove, clear. Pure."""

from collections.abc import Mapping
from typing import Any

from opencoach.questionnaires.definition import Definition


def apply(definition: Definition, answers: Mapping[str, Any], pressed: str) -> tuple[dict[str, Any], str] | None:
    """The answers after a button such as `up:values:courage`, and the id of the question; None for any other button."""
    verb, _colon, rest = pressed.partition(":")
    key, _colon, detail = rest.partition(":")
    if verb not in VERBS:
        return None
    try:
        item = definition.item(key)
    except KeyError:
        return None
    changed = dict(answers)
    value = VERBS[verb](item, changed.get(key), detail)
    if value is None:
        changed.pop(key, None)
    else:
        changed[key] = value
    return changed, key


def _order(item: Any, value: Any) -> list[str]:
    known = [option.id for option in getattr(item, "options", [])]
    placed = [one for one in value or [] if one in known] if isinstance(value, list) else []
    return [*placed, *(one for one in known if one not in placed)]


def _up(item: Any, value: Any, option: str) -> Any:
    return _moved(item, value, option, -1)


def _down(item: Any, value: Any, option: str) -> Any:
    return _moved(item, value, option, 1)


def _moved(item: Any, value: Any, option: str, by: int) -> Any:
    order = _order(item, value)
    if item.kind != "ranking" or option not in order:
        return value
    at = order.index(option)
    to = max(0, min(len(order) - 1, at + by))
    order[at], order[to] = order[to], order[at]
    return order


def _set(item: Any, value: Any, _detail: str) -> Any:
    return _order(item, value) if item.kind == "ranking" else value


def _clear(item: Any, value: Any, _detail: str) -> Any:
    return None


def _add(item: Any, value: Any, _detail: str) -> Any:
    """An empty row at the end; it is kept while the questions stand on the page."""
    if item.kind != "table":
        return value
    rows = list(value) if isinstance(value, list) else []
    rows += [{}] * (max(item.min_rows, 1) - len(rows))
    return [*rows, {}] if len(rows) < item.max_rows else rows


def _remove(item: Any, value: Any, detail: str) -> Any:
    if item.kind != "table" or not isinstance(value, list) or not detail.isdecimal():
        return value
    return [row for at, row in enumerate(value) if at != int(detail)] or None


def _drop(item: Any, value: Any, detail: str) -> Any:
    return [one for one in value if one != detail] or None if isinstance(value, list) else value


VERBS = {"up": _up, "down": _down, "set": _set, "clear": _clear, "add": _add, "remove": _remove, "drop": _drop}
