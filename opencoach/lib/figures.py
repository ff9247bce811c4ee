"""Numbers as people and spreadsheets write them. Pure; what can't be read gives None."""

import re
from collections.abc import Iterable
from decimal import Decimal

WITH_UNIT = re.compile(r"([+\-−]?)\s*(\d[\d.,'’\s]*)\s*([^\d.,]{0,12})")
POINT, COMMA = ".", ","


class Unclear(ValueError):
    """A number such as 1,234, where nothing else in the column says whether that is a thousand and more or one."""


def decimal_mark(cells: Iterable[str]) -> str | None:
    """Which of "." and "," stands before the parts of one in a column: as the first cell says that leaves no doubt;
    None where none does."""
    for cell in cells:
        if (digits := _digits(cell)) and (mark := _sure(digits)):
            return mark
    return None


def number(text: str, *, mark: str | None = None) -> Decimal | None:
    """7, 7.5, 7,5, 1.234,5, 1'234.5, −3, 45 %, 68.2 kg; four places behind the mark are kept. `mark` is what the column
    says (see `decimal_mark`). Raises Unclear."""
    found = WITH_UNIT.fullmatch(text.strip())
    if not found:
        return None
    digits = _digits(text)
    mark = _sure(digits) or mark
    if mark is None and COMMA in digits:
        raise Unclear
    whole, _mark, parts = digits.rpartition(mark or POINT) if (mark or POINT) in digits else (digits, "", "")
    thousands = whole.replace(COMMA if mark != COMMA else POINT, "")
    if not (thousands + parts).isascii() or not (thousands + parts).isdigit():
        return None
    value = Decimal(f"{thousands}.{parts or 0}")
    if value >= 10**9:
        return None
    return round(-value if found[1] in {"-", "−"} else value, 4)


def _digits(text: str) -> str:
    found = WITH_UNIT.fullmatch(text.strip())
    return re.sub(r"['’\s]", "", found[2]) if found else ""


def _sure(digits: str) -> str | None:
    """The decimal mark of one number, where its writing leaves no doubt."""
    points, commas = digits.count(POINT), digits.count(COMMA)
    if points and commas:
        return max(POINT, COMMA, key=digits.rfind)
    if points > 1 or commas > 1:
        return COMMA if points > 1 else POINT
    for mark in (POINT, COMMA):
        whole, found, parts = digits.partition(mark)
        if found and (len(parts) != 3 or len(whole) > 3 or whole in {"", "0"}):
            return mark
    return None
