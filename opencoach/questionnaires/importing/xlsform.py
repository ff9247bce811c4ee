"""XLSForm (ODK, Kobo, Ona …): read by pyxform, said as a questionnaire of ours.

Understood: text, integer, decimal, range, date, time, select_one, select_multiple, rank, note, calculate, image, file,
audio, video, acknowledge; groups (a page each), repeats (a table), table-lists (a matrix); required, hint, default,
relevant, calculation, limits in constraint; translations. What is left out is said with its cell.
"""

import copy
import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from pyxform import aliases
from pyxform.errors import PyXFormError
from pyxform.parsing.sheet_headers import dealias_and_group_headers
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import DefinitionData, csv_to_dict, xls_to_dict, xlsx_to_dict

from opencoach.questionnaires.definition import Invalid, Problem
from opencoach.questionnaires.importing import tongues, xlsform_rows
from opencoach.questionnaires.importing.found import Data, Found, Imported, finished
from opencoach.questionnaires.importing.xlsform_rows import Sheet, cell

READERS = {"xlsx": xlsx_to_dict, "xls": xls_to_dict, "csv": csv_to_dict}
MOST_ROWS = 5_000
SURVEY = {"type", "name", "label", "hint", "default", "parameters", "choice_filter", "guidance_hint", "trigger"}
CHOICES = {"list name", "name", "label"}
ROW = re.compile(r"\[row : (\d+)\]\s*")
Rows = Sequence[Mapping[str, Any]]


def imported(raw: bytes, kind: str) -> Imported:
    """The questionnaire in that workbook. Raises Invalid."""
    book = _workbook(raw, kind)
    for name in ("survey", "choices"):
        if len(book.get(name) or []) > MOST_ROWS:
            raise Invalid([Problem(_("The sheet has more than %(n)d rows.") % {"n": MOST_ROWS}, name)])
    if not book.get("survey"):
        raise Invalid([Problem(_("An XLSForm has a sheet named “survey” with rows in it."))])
    settings = (book.get("settings") or [{}])[0]
    language = tongues.code_of(str(settings.get("default_language", ""))) or "en"
    found = Found()
    lists = _lists(_rows(book, "choices", aliases.list_header, CHOICES), language, found)
    survey = _rows(book, "survey", aliases.survey_header, SURVEY)
    pages = xlsform_rows.Reading(Sheet(survey, lists, language), found).pages()
    if not found.wrong:
        _as_pyxform_sees_it(book)
    title = settings.get("form_title") or settings.get("title") or settings.get("form_id") or _("Imported")
    data: Data = {"format": 1, "title": str(title)[:200], "language": language, "pages": pages}
    return finished(found, data, "XLSForm")


def _workbook(raw: bytes, kind: str) -> dict[str, Any]:
    try:
        return dict(READERS[kind](BytesIO(raw)))
    except PyXFormError as error:
        raise Invalid([_told(error)]) from None
    except Exception:  # the readers of spreadsheets raise whatever a hostile file makes them
        raise Invalid(
            [Problem(_("This spreadsheet can't be read. Save it as .xlsx once more and try again."))]
        ) from None


def _rows(book: Mapping[str, Any], sheet: str, known_as: Any, columns: set[str]) -> Rows:
    """The rows of a sheet with the names of columns as pyxform knows them; each has its number under "__row"."""
    try:
        found = dealias_and_group_headers(
            sheet_name=sheet, sheet_data=copy.deepcopy(book.get(sheet) or []), sheet_header=book.get(f"{sheet}_header"),
            header_aliases=known_as, header_columns=columns, add_row_number=True,
        )  # fmt: skip
    except PyXFormError as error:
        raise Invalid([_told(error, sheet)]) from None
    except (AttributeError, TypeError):
        raise Invalid([Problem(_("The first row has to name the columns."), sheet)]) from None
    return list(found.data)


def _lists(rows: Rows, language: str, found: Found) -> dict[str, list[Data]]:
    """The lists of choices, as options of ours."""
    lists: dict[str, list[Data]] = {}
    for row in rows:
        name, key = str(row.get("list name", "")), str(row.get("name", ""))
        if not name and not key:
            continue
        if not name:
            found.refuse(cell("choices", row, "list_name"), _("The name of the list is missing."))
        elif not re.fullmatch(r"[A-Za-z0-9_.-]{1,60}", key):
            words = _("“%(name)s” is no name of a choice: letters, digits, “_”, “.” and “-” only.")
            found.refuse(cell("choices", row, "name"), words % {"name": key[:60]})
        elif any(one["id"] == key for one in lists.get(name, [])):
            found.refuse(cell("choices", row, "name"), _("“%(name)s” stands twice in its list.") % {"name": key})
        else:
            option: Data = {"id": key, "label": tongues.text_of(row.get("label"), language) or key}
            if re.fullmatch(r"-?\d{1,9}(\.\d{1,6})?", key):
                option["value"] = float(key)
            lists.setdefault(name, []).append(option)
    return lists


def _as_pyxform_sees_it(book: Mapping[str, Any]) -> None:
    """What pyxform refuses is no XLSForm."""
    known = {name: copy.deepcopy(value) for name, value in book.items() if name in DefinitionData.__slots__}
    try:
        workbook_to_json(DefinitionData(**known), form_name="data", warnings=[])
    except PyXFormError as error:
        raise Invalid([_told(error, "survey")]) from None
    except Exception:  # as above
        raise Invalid([Problem(_("This is no XLSForm that can be read."), "survey")]) from None


def _told(error: Exception, sheet: str = "") -> Problem:
    text = str(error)
    row = ROW.search(text)
    place = _("%(sheet)s, row %(row)s") % {"sheet": sheet or "survey", "row": row[1]} if row else sheet
    return Problem(ROW.sub("", text)[:500], place)
