"""A table of clients as people have it: CSV from any program, or cells pasted from a spreadsheet. Pure."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from opencoach.lib.words import one_line

MOST_ROWS = 500
MOST_BYTES = 1_000_000
COLUMNS = ("name", "email", "specialisation", "zone", "note")
REQUIRED = ("name", "email")
SAYS_DELIMITER = re.compile(r'"?sep=([,;\t|])"?[,;\t|]*(?:\n|$)', re.IGNORECASE)  # a spreadsheet's own first line
KNOWN_AS = {
    "name": {"name", "full name", "client", "client name", "display name"},
    "email": {"email", "e-mail", "mail", "e-mail address", "email address"},
    "specialisation": {"specialisation", "specialization", "kind", "field", "topic"},
    "zone": {"zone", "time zone", "timezone", "tz"},
    "note": {"note", "message", "personal word", "comment"},
}


class Unreadable(Exception):
    """The file can't be read as a table; the text says why, in words."""


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as text: the first row names the columns."""

    header: list[str]
    rows: list[list[str]]


@dataclass(slots=True)
class Row:
    """One client of the table. `number` is the line as a person counts, the header being 1."""

    number: int
    values: dict[str, str]
    errors: list[str] = field(default_factory=list)


def decoded(raw: bytes) -> str:
    """The file's text: UTF-8 (with or without its mark), UTF-16 with its mark, else Windows-1252."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 1 MB. Import it in parts."))
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if "\0" in text:
        raise Unreadable(_("This is not a text file. Save the table as CSV and try again."))
    return text


def read(text: str) -> Table:
    """The table in a text: commas, semicolons or tabs, or what a first line such as "sep=;" says. Raises Unreadable."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").strip("\n")
    delimiter = ""
    if found := SAYS_DELIMITER.match(lines):
        delimiter, lines = found[1], lines[found.end() :].lstrip("\n")
    if not lines.strip():
        raise Unreadable(_("There is nothing in it yet. The first line names the columns: name, email."))
    delimiter = delimiter or max(",;\t", key=lines.split("\n", 1)[0].count)
    try:
        cells = [
            row for row in csv.reader(io.StringIO(lines), delimiter=delimiter, strict=True) if any(map(str.strip, row))
        ]
    except csv.Error as error:
        raise Unreadable(_("A quotation mark is opened and not closed, so the rows can't be told apart.")) from error
    if len(cells) - 1 > MOST_ROWS:
        raise Unreadable(_("More than %(most)d rows. Import them in parts.") % {"most": MOST_ROWS})
    return Table(header=[one_line(cell) for cell in cells[0]], rows=cells[1:])


def guess(header: Sequence[str]) -> dict[str, int]:
    """Which column is what, by its name: {"email": 1, …}; what nobody knows is left out."""
    found: dict[str, int] = {}
    for index, title in enumerate(header):
        for column, names in KNOWN_AS.items():
            if title.casefold() in names and column not in found:
                found[column] = index
    return found


def rows_of(
    table: Table,
    mapping: Mapping[str, int],
    *,
    specialisations: Mapping[str, str],
    zones: frozenset[str] | set[str],
    usual: Mapping[str, str],
) -> list[Row]:
    """Every row with what is wrong in it. `specialisations` maps keys and names (case folded) to keys."""
    seen: dict[str, int] = {}
    found = []
    for number, cells in enumerate(table.rows, start=2):
        values = {
            column: cells[index].strip() if index < len(cells) else ""
            for column, index in mapping.items()
            if column in COLUMNS
        }
        row = Row(number, {**dict(usual), **{key: value for key, value in values.items() if value}})
        _check(row, specialisations, zones, seen)
        found.append(row)
    return found


def _check(
    row: Row, specialisations: Mapping[str, str], zones: frozenset[str] | set[str], seen: dict[str, int]
) -> None:
    values = row.values
    values["name"] = one_line(values.get("name", ""))[:120]
    values["email"] = one_line(values.get("email", "")).lower()
    if not values["name"]:
        row.errors.append(_("The name is missing."))
    if not values["email"]:
        row.errors.append(_("The e-mail address is missing."))
    else:
        _check_email(row, seen)
    wanted = values.get("specialisation", "")
    if wanted.casefold() not in specialisations:
        row.errors.append(_("“%(value)s” is no specialisation.") % {"value": wanted})
    else:
        values["specialisation"] = specialisations[wanted.casefold()]
    if values.get("zone") and values["zone"] not in zones:
        row.errors.append(_("“%(value)s” is no time zone. Write it as Europe/Berlin.") % {"value": values["zone"]})
    if len(values.get("note", "")) > 2000:
        row.errors.append(_("The personal word is longer than 2,000 characters."))


def _check_email(row: Row, seen: dict[str, int]) -> None:
    email = row.values["email"]
    try:
        validate_email(email)
    except ValidationError:
        row.errors.append(_("“%(value)s” is not an e-mail address.") % {"value": email})
        return
    if email in seen:
        row.errors.append(_("The same address stands in row %(number)d.") % {"number": seen[email]})
    seen.setdefault(email, row.number)
