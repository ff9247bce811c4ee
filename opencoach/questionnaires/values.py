"""What an answer is worth to rules, expressions and scores. Pure; frontend/src/questionnaires/values.ts is its twin.

A value is a number, a text (dates and times are texts that sort: "2026-11-24", "08:30"), a truth, a `Choice`, a list
of these, or None: missing. What doesn't have the shape of an answer is missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opencoach.questionnaires.definition import items as kinds
from opencoach.questionnaires.definition.items import Column, Item, Option
from opencoach.questionnaires.numbers import kept

OTHER = "other"
BLANK = " \t\n\r\f\v\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"  # fmt: skip  # noqa: E501


@dataclass(frozen=True, slots=True)
class Choice:
    """An option that was chosen: known by its id to comparisons with texts, by its value to arithmetic."""

    id: str
    value: float | None = None


Value = float | str | bool | Choice | list[Any] | None
Hidden = frozenset[str]  # ids of options or rows


def trimmed(text: object) -> str:
    """Without blanks around it. "" for what is no text."""
    return text.strip(BLANK) if isinstance(text, str) else ""


def number_of(value: object) -> float | None:
    """What counts in arithmetic: a number, or a choice's value."""
    if isinstance(value, Choice):
        return value.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value


def value_of(item: Item | Column, answer: object, hidden: Hidden = frozenset()) -> Value:  # noqa: PLR0911
    """What that answer to that item is worth. Options and rows in `hidden` aren't there."""
    match item:
        case kinds.NumberItem() | kinds.Scale() | kinds.Slider() | kinds.NumberColumn():
            return kept(answer) if isinstance(answer, int | float) and not isinstance(answer, bool) else None
        case kinds.TextItem() | kinds.LongText() | kinds.TextColumn():
            return trimmed(answer) or None
        case kinds.DateItem() | kinds.TimeItem() | kinds.DateColumn() | kinds.TimeColumn():
            return answer if isinstance(answer, str) and answer else None
        case kinds.Single() | kinds.SingleColumn():
            return _chosen(item, answer, hidden)
        case kinds.Multi() | kinds.Ranking():
            found = [one for each in _listed(answer) if (one := _chosen(item, each, hidden)) is not None]
            return found or None
        case kinds.Matrix():
            rows = rows_of(item, answer, hidden)
            return list(rows.values()) if any(row is not None for row in rows.values()) else None
        case kinds.Table() | kinds.Files() | kinds.Audio() | kinds.Video():
            return list(_listed(answer)) or None
    return None


def rows_of(item: kinds.Matrix, answer: object, hidden: Hidden = frozenset()) -> dict[str, Choice | None]:
    """Every row that is shown, with what was chosen in it."""
    given = answer if isinstance(answer, Mapping) else {}
    shown = [row.id for row in item.rows if row.id not in hidden]
    return {row: _chosen(item, given.get(row), hidden) for row in shown}


def columns_of(item: kinds.Table, answer: object) -> dict[str, list[Value]]:
    """Every column, with its value in each row."""
    rows = [row for row in _listed(answer) if isinstance(row, Mapping)]
    return {column.id: [value_of(column, row.get(column.id)) for row in rows] for column in item.columns}


def _listed(answer: object) -> Sequence[Any]:
    return answer if isinstance(answer, list | tuple) else ()


def _chosen(item: Any, answer: object, hidden: Hidden) -> Choice | None:
    if isinstance(answer, Mapping):  # {"other": "words"}
        words = trimmed(answer.get("other"))
        return Choice(OTHER) if words and getattr(item, "other", None) is not None else None
    if not isinstance(answer, str) or answer in hidden:
        return None
    option = _option(item.options, answer)
    return None if option is None else Choice(option.id, None if option.value is None else kept(option.value))


def _option(options: Sequence[Option], id_: str) -> Option | None:
    return next((option for option in options if option.id == id_), None)
