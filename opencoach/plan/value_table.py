"""A table of values: what its columns are called, and what is wrong in each row. Pure."""

import datetime as dt
import zoneinfo
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from opencoach.lib import figures, table_days, written
from opencoach.lib.tables import Row, Table
from opencoach.lib.words import one_line

REQUIRED = ("date", "value")
KNOWN_AS: dict[str, set[str]] = {
    "date": {"date", "day", "when", "datetime", "date and time", "timestamp", "on"},
    "time": {"time", "hour", "clock", "at"},
    "value": {"value", "number", "amount", "score", "result", "reading", "count", "total"},
    "note": {"note", "notes", "comment", "comments", "remark"},
}
MOST_ROWS = 5_000
OLDEST = 1900
LONGEST_NOTE = 300
NOON = dt.time(12)


@dataclass(slots=True)
class ValueRow(Row):
    """One value of the table. `when` names its moment on the client's wall ("2026-01-07", "2026-01-07T10:00"), `key`
    the row at its source; `there`: it is written down already."""

    at: dt.datetime | None = None
    value: Decimal | None = None
    note: str = ""
    when: str = ""
    key: str = ""
    there: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier tables gave: all keys, those taken out too, and at each moment (`when`) the keys that count."""

    keys: frozenset[str] = frozenset()
    present: Mapping[str, frozenset[str]] = field(default_factory=dict)


def rows_of(table: Table, mapping: Mapping[str, int], zone: str, known: Known) -> list[ValueRow]:
    """Every row as it is understood, with what is wrong in it; days and times are on the wall of that zone."""
    lines = list(table.lines(mapping))
    first = written.day_first(values.get("date", "") for _number, values in lines)
    mark = figures.decimal_mark(values.get("value", "") for _number, values in lines)
    found = []
    for number, values in lines:
        row = ValueRow(number, {key: one_line(value) for key, value in values.items()})
        _moment(row, first, zoneinfo.ZoneInfo(zone))
        _value(row, mark)
        row.note = row.values.get("note", "")
        if len(row.note) > LONGEST_NOTE:
            row.errors.append(_("The note is longer than %(most)d characters.") % {"most": LONGEST_NOTE})
        found.append(row)
    _compare(found, known)
    return found


def when_of(key: str) -> str:
    """The moment that a key names."""
    return key.removeprefix("table:").partition("=")[0]


def _moment(row: ValueRow, first: bool | None, zone: zoneinfo.ZoneInfo) -> None:
    text, inside = written.apart(row.values.get("date", ""))
    time = row.values.get("time", "") or inside
    day = table_days.day(row, text, first=first, oldest=OLDEST)
    clock = written.clock(time) if time else NOON
    if clock is None:
        row.errors.append(_("“%(value)s” is no time. Write it as 14:30.") % {"value": time[:40]})
    if day is None or clock is None:
        return
    at = dt.datetime.combine(day, clock, zone).astimezone(dt.UTC)
    if at.astimezone(zone).time() != clock:
        row.errors.append(_("The clocks went forward then: there was no %(time)s.") % {"time": f"{clock:%H:%M}"})
        return
    row.at, row.when = at, f"{day}T{clock:%H:%M}" if time else f"{day}"


def _value(row: ValueRow, mark: str | None) -> None:
    text = row.values.get("value", "")
    if not text:
        row.errors.append(_("The value is missing. Leave the row out if there was none."))
        return
    try:
        row.value = figures.number(text, mark=mark)
    except figures.Unclear:
        said = _("“%(value)s”: is that more than a thousand, or a little more than one? Write it without the comma.")
        row.errors.append(said % {"value": text[:40]})
        return
    if row.value is None:
        row.errors.append(_("“%(value)s” is no number.") % {"value": text[:40]})


def _compare(rows: list[ValueRow], known: Known) -> None:
    """Name each row, and find those that are written down already or that say something else than an earlier table."""
    count: Counter[str] = Counter()
    for row in rows:
        if row.at is not None and row.value is not None:
            name = f"table:{row.when}={row.value.normalize():f}"
            count[name] += 1
            row.key = name if count[name] == 1 else f"{name}#{count[name]}"
            row.there = row.key in known.keys
    here = {row.key for row in rows}
    for row in rows:
        if row.key and not row.there and known.present.get(row.when, frozenset()) - here:
            said = _("An earlier table gave another value for then. Take that one out first if it was wrong.")
            row.errors.append(said)
