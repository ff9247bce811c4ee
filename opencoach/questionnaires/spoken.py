"""Answers in words, for whoever reads them: never an id, never a number without its word. Pure."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from opencoach.questionnaires.definition import Text, said
from opencoach.questionnaires.rendering.lines import number

Say = Callable[[Text | None], str]

SHORT = 240  # characters


@dataclass(frozen=True, slots=True)
class Spoken:
    """One answer: `lines` of (what, words) for a matrix, a ranking or several choices; else `text`; a table has `head`
    and `rows`; files have `files` (ids). Nothing at all means that it was not answered."""

    text: str = ""
    lines: Sequence[tuple[str, str]] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    files: Sequence[str] = ()
    long: bool = False

    @property
    def short(self) -> str:
        """On one line, cut where it is long."""
        text = self.text or "; ".join(f"{what}: {words}" if words else what for what, words in self.lines)
        text = text or "; ".join(", ".join(filter(None, row)) for row in self.rows)
        text = text or (_("%(count)d files") % {"count": len(self.files)} if self.files else "")
        return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.lines or self.rows or self.files)


@dataclass(frozen=True, slots=True)
class Line:
    """A question with its answer in words, and which question it is, from 1; 0 for a total."""

    key: str
    label: str
    answer: Spoken = field(default_factory=Spoken)
    number: int = 0


def sayer(language: str, fallback: str) -> Say:
    return lambda text: said(text, language, fallback)


def answer(item: Any, value: Any, say: Say) -> Spoken:
    """A stored answer in words; an empty one for none, and for what doesn't fit the question."""
    if value is None:
        return Spoken()
    try:
        return SPEAKERS[item.kind](item, value, say)
    except (KeyError, TypeError, ValueError, AttributeError):
        return Spoken(text=str(value)[:200])


def plain(item: Any, value: Any, say: Say) -> str:
    """The same on one line, for a list or another app."""
    return answer(item, value, say).short


def parts(item: Any, value: Any, say: Say) -> list[str]:
    """The single things that an answer names: lines of words, options, rows."""
    if item.kind in {"multi", "ranking"} and isinstance(value, list):
        named = [_option(item.options, one, say).strip("“”") for one in value]
        return [words for words in named if words]
    found = answer(item, value, say)
    if found.lines:
        return [f"{what}: {words}" if words else what for what, words in found.lines]
    return [line for line in found.text.splitlines() if line.strip()]


def _words(item: Any, value: Any, say: Say) -> Spoken:
    return Spoken(text=str(value), long=item.kind == "long_text")


def _number(item: Any, value: Any, say: Say) -> Spoken:
    return Spoken(text=f"{_localised(value)} {say(getattr(item, 'unit', None))}".strip())


def _localised(value: Any) -> str:
    return str(formats.localize(value)) if isinstance(value, float) and not value.is_integer() else number(value)


def _scale(item: Any, value: Any, say: Say) -> Spoken:
    word = say(item.labels.get(number(value)))
    of = _("%(value)s of %(most)d") % {"value": number(value), "most": item.max}
    return Spoken(text=f"{of} · {word}" if word else of)


def _date(item: Any, value: Any, say: Say) -> Spoken:
    return Spoken(text=formats.date_format(dt.date.fromisoformat(value), "DATE_FORMAT"))


def _time(item: Any, value: Any, say: Say) -> Spoken:
    return Spoken(text=formats.time_format(dt.time.fromisoformat(value), "TIME_FORMAT"))


def _option(options: Any, value: Any, say: Say) -> str:
    if isinstance(value, dict):
        return f"“{value.get('other', '')}”" if value.get("other") else ""
    return next((say(one.label) for one in options if one.id == value), str(value))


def _single(item: Any, value: Any, say: Say) -> Spoken:
    return Spoken(text=_option(item.options, value, say))


def _multi(item: Any, value: Any, say: Say) -> Spoken:
    return Spoken(lines=[(words, "") for one in value if (words := _option(item.options, one, say))])


def _matrix(item: Any, value: Any, say: Say) -> Spoken:
    return Spoken(
        lines=[(say(row.label), _option(item.options, value[row.id], say)) for row in item.rows if row.id in value]
    )


def _ranking(item: Any, value: Any, say: Say) -> Spoken:
    counted = value[: item.count] if item.count else value
    return Spoken(lines=[(f"{at}. {_option(item.options, one, say)}", "") for at, one in enumerate(counted, start=1)])


def _table(item: Any, value: Any, say: Say) -> Spoken:
    rows = [[_cell(column, row.get(column.id), say) for column in item.columns] for row in value]
    return Spoken(head=[say(column.label) for column in item.columns], rows=[row for row in rows if any(row)])


def _cell(column: Any, value: Any, say: Say) -> str:
    if value is None:
        return ""
    if column.kind == "single":
        return _option(column.options, value, say)
    return f"{_localised(value)} {say(getattr(column, 'unit', None))}".strip()


def _files(item: Any, value: Any, say: Say) -> Spoken:
    return Spoken(files=[str(one) for one in value])


SPEAKERS = {
    "text": _words,
    "long_text": _words,
    "number": _number,
    "slider": _number,
    "scale": _scale,
    "date": _date,
    "time": _time,
    "single": _single,
    "multi": _multi,
    "matrix": _matrix,
    "ranking": _ranking,
    "table": _table,
    "file": _files,
    "audio": _files,
    "video": _files,
}
