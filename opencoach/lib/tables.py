"""Tables as people have them: CSV from any program, or cells pasted from a spreadsheet. Pure."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from opencoach.lib.words import one_line

MOST_ROWS = 500
MOST_BYTES = 1_000_000
SAYS_DELIMITER = re.compile(r'"?sep=([,;\t|])"?[,;\t|]*(?:\n|$)', re.IGNORECASE)  # a spreadsheet's own first line


class Unreadable(Exception):
    """The file can't be read as a table; the text says why, in words."""


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as text: the first row names the columns."""

    header: list[str]
    rows: list[list[str]]

    def lines(self, mapping: Mapping[str, int]) -> Iterable[tuple[int, dict[str, str]]]:
        """Each row's number as a person counts (the header is 1), and its cells by column, "" for a missing one."""
        for number, cells in enumerate(self.rows, start=2):
            yield number, {key: cells[at].strip() if at < len(cells) else "" for key, at in mapping.items()}


@dataclass(slots=True)
class Row:
    """One row of a table. `number` is the line as a person counts, the header being 1."""

    number: int
    values: dict[str, str]
    errors: list[str] = field(default_factory=list)


def too_large() -> Unreadable:
    """What a file of more than `MOST_BYTES` is refused with."""
    return Unreadable(_("The file is larger than 1 MB. Import it in parts."))


def decoded(raw: bytes) -> str:
    """The file's text: UTF-8 (with or without its mark), UTF-16 with its mark, else Windows-1252."""
    if len(raw) > MOST_BYTES:
        raise too_large()
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if "\0" in text:
        raise Unreadable(_("This is not a text file. Save the table as CSV and try again."))
    return text


def read(text: str, columns: Sequence[str], *, most: int = MOST_ROWS) -> Table:
    """The table in a text: commas, semicolons or tabs, or what a first line such as "sep=;" says. Raises Unreadable;
    where there is nothing yet, saying which `columns` it needs, and for more than `most` rows."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").strip("\n")
    delimiter = ""
    if found := SAYS_DELIMITER.match(lines):
        delimiter, lines = found[1], lines[found.end() :].lstrip("\n")
    if not lines.strip():
        said = _("There is nothing in it yet. The first line names the columns: %(columns)s.")
        raise Unreadable(said % {"columns": ", ".join(columns)})
    delimiter = delimiter or max(",;\t", key=lines.split("\n", 1)[0].count)
    try:
        cells = [
            row for row in csv.reader(io.StringIO(lines), delimiter=delimiter, strict=True) if any(map(str.strip, row))
        ]
    except csv.Error as error:
        raise Unreadable(_("A quotation mark is opened and not closed, so the rows can't be told apart.")) from error
    if len(cells) - 1 > most:
        raise Unreadable(_("More than %(most)d rows. Import them in parts.") % {"most": most})
    return Table(header=[one_line(cell) for cell in cells[0]], rows=cells[1:])


def guess(header: Sequence[str], known_as: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Which column is what, by its name: {"email": 1, …}; what nobody knows is left out."""
    found: dict[str, int] = {}
    for index, title in enumerate(header):
        for column, names in known_as.items():
            if title.casefold() in names and column not in found:
                found[column] = index
    return found
