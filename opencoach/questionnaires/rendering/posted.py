"""What a form says, as answers are stored (`definition.items`). What can't be read stays as it was typed: whoever wrote
it gets it back, and `answers` says what is wrong with it."""

import math
import re
import unicodedata
from typing import Any

from django.http import QueryDict

from opencoach.lib.words import one_line
from opencoach.questionnaires.definition.limits import LONGEST_ANSWER, MOST_ROWS
from opencoach.questionnaires.rendering import names

PLAIN_NUMBER = re.compile(r"[+\-−]?(\d{1,18}([.,]\d{0,18})?|[.,]\d{1,18})")
ALLOWED = {"\n", "\t"}


def answer(item: Any, data: QueryDict) -> Any:
    """The answer to one question in a form; None where there is none. Files are taken in by `actions.uploads`."""
    return READERS[item.kind](item, data)


def typed_number(text: str) -> float | str | None:
    """A number as people type it, with a comma or a point; else the text itself."""
    tidy = one_line(text[:200]).replace(" ", "")
    if not tidy:
        return None
    if not PLAIN_NUMBER.fullmatch(tidy):
        return one_line(text[:200])
    value = float(tidy.replace(",", ".").replace("−", "-"))
    if not math.isfinite(value):
        return one_line(text[:200])
    return int(value) if value.is_integer() else value


def several_lines(text: str) -> str:
    """Words as they were typed, in NFC, without what no text has: NUL, lone surrogates, control characters."""
    flat = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (char for char in flat if char in ALLOWED or unicodedata.category(char) not in {"Cc", "Cs"})
    return "".join(kept)[: LONGEST_ANSWER + 1]


def _text(item: Any, data: QueryDict) -> str | None:
    return one_line(data.get(names.field(item.id), "")[:5_000]) or None


def _long(item: Any, data: QueryDict) -> str | None:
    text = several_lines(data.get(names.field(item.id), ""))
    return text if text.strip() else None


def _number(item: Any, data: QueryDict) -> float | str | None:
    return typed_number(data.get(names.field(item.id), ""))


def _scale(item: Any, data: QueryDict) -> float | str | None:
    return typed_number(data.get(names.field(item.id), ""))


def _own(item: Any, data: QueryDict) -> dict[str, str] | None:
    words = one_line(data.get(names.part(item.id, "other"), "")[:2_000])
    return {"other": words} if words else None


def _single(item: Any, data: QueryDict) -> Any:
    chosen = data.get(names.field(item.id), "")
    if chosen == names.OTHER:
        return _own(item, data) or {"other": ""}
    return chosen[:100] or None


def _multi(item: Any, data: QueryDict) -> Any:
    chosen = list(dict.fromkeys(one[:100] for one in data.getlist(names.field(item.id))[:600] if one))
    found: list[Any] = [one for one in chosen if one != names.OTHER]
    if names.OTHER in chosen:
        found.append(_own(item, data) or {"other": ""})
    return found or None


def _matrix(item: Any, data: QueryDict) -> Any:
    found = {row.id: data.get(names.part(item.id, row.id), "")[:100] for row in item.rows}
    return {row: chosen for row, chosen in found.items() if chosen} or None


def _ranking(item: Any, data: QueryDict) -> Any:
    if not data.get(names.part(item.id, "set")):
        return None
    return list(dict.fromkeys(one[:100] for one in data.getlist(names.field(item.id))[:600])) or None


def _table(item: Any, data: QueryDict) -> Any:
    """The rows with something in them, and those between; empty ones at the end are none."""
    try:
        count = min(int(data.get(names.part(item.id, "rows"), "0")[:6] or 0), MOST_ROWS)
    except ValueError:
        count = 0
    rows = [_row(item, at, data) for at in range(max(count, 0))]
    while rows and not rows[-1]:
        rows.pop()
    return rows or None


def _row(item: Any, at: int, data: QueryDict) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in item.columns:
        text = data.get(names.part(item.id, at, column.id), "")
        value = typed_number(text) if column.kind == "number" else one_line(text[:11_000]) or None
        if value is not None:
            found[column.id] = value
    return found


def _files(item: Any, data: QueryDict) -> Any:
    return list(dict.fromkeys(one[:40] for one in data.getlist(names.part(item.id, "kept"))[:20])) or None


READERS = {
    "text": _text,
    "long_text": _long,
    "number": _number,
    "slider": _number,
    "scale": _scale,
    "date": _text,
    "time": _text,
    "single": _single,
    "multi": _multi,
    "matrix": _matrix,
    "ranking": _ranking,
    "table": _table,
    "file": _files,
    "audio": _files,
    "video": _files,
}
