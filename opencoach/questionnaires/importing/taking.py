"""A file of any format that is known, told by what stands in it."""

import zipfile
from io import BytesIO
from typing import Any

import orjson
from django.utils.translation import gettext as _

from opencoach.questionnaires.definition import Invalid, Problem, read
from opencoach.questionnaires.definition.limits import MOST_BYTES
from opencoach.questionnaires.importing import surveyjs
from opencoach.questionnaires.importing.found import Imported

UNPACKED = 20_000_000  # bytes of a spreadsheet with its parts unpacked
ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def imported(raw: bytes) -> Imported:
    """What the file asks. Raises Invalid with all that is wrong, each with its place in the file."""
    if len(raw) > MOST_BYTES:
        raise Invalid([Problem(_("The file is larger than 1 MB."))])
    if raw.startswith(ZIP):
        _refuse_bomb(raw)
        return _xlsform(raw, "xlsx")
    if raw.startswith(OLD):
        return _xlsform(raw, "xls")
    text = raw.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        raise Invalid([Problem(_("There is nothing in it yet."))])
    if text[:1] not in b"{[" and b"survey" in text[:200].lower():
        return _xlsform(text, "csv")
    data = _json(text)
    if isinstance(data, dict) and surveyjs.is_one(data):
        return surveyjs.imported(data)
    return Imported(read(text), [], "OpenCoach")


def _xlsform(raw: bytes, kind: str) -> Imported:
    from opencoach.questionnaires.importing import xlsform  # pyxform is large: most processes never need it

    return xlsform.imported(raw, kind)


def _json(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None  # `read` says where


def _refuse_bomb(raw: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as parts:
            size = sum(one.file_size for one in parts.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Invalid([Problem(_("This spreadsheet is damaged: it can't be unpacked."))]) from None
    if size > UNPACKED:
        raise Invalid([Problem(_("This spreadsheet holds more than 20 MB once it is unpacked."))])
