"""Questions of SurveyJS that hold several: a matrix, a table that grows, several lines of words."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from opencoach.questionnaires.editing import free_id
from opencoach.questionnaires.importing.found import Data
from opencoach.questionnaires.importing.surveyjs_asked import (
    Asked,
    counts,
    left_out,
    listed,
    options_of,
    pair,
    part_of,
    sizes,
)
from opencoach.questionnaires.importing.surveyjs_validators import asks_a_number, limited

CELLS = {"text": "text", "comment": "text", "dropdown": "single", "radiogroup": "single"}
COLUMN = {"name", "title", "cellType", "inputType", "isRequired", "choices", "validators", "min", "max", "step",
          "maxLength"}  # fmt: skip


def matrix(asked: Asked) -> Data:
    rows = []
    for each in listed(asked.one.get("rows")):
        rows.append(row(each, asked.language))
        part_of(asked, each, rows[-1], pair(each, "")[0])
    required = asked.one.get("isAllRowRequired") is True or asked.one.get("eachRowRequired") is True
    options = options_of(asked.one.get("columns"), asked)
    return {"kind": "matrix", "rows": rows, "options": options, **({"required": True} if required else {})}


def row(each: Any, language: str) -> Data:
    """A row or a column as its id and its words."""
    key, words = pair(each, language)
    fits = re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,59}", key)
    return {"id": key if fits else free_id(key, (), "row"), "label": words}


def table(asked: Asked) -> Data | None:
    columns = []
    for one in listed(asked.one.get("columns")):
        if not isinstance(one, Mapping) or not one.get("name"):
            asked.found.refuse(asked.where, _("A column has no name."))
        elif (column := _column(asked, one)) is not None:
            columns.append(column)
    if not columns:
        asked.found.gone.add(asked.name)
        asked.found.drop(asked.where, _("No column of it can be kept, so it is left out."))
        return None
    return {"kind": "table", "columns": columns, **counts(asked.one, minRowCount="min_rows", maxRowCount="max_rows")}


def _column(asked: Asked, one: Mapping[str, Any]) -> Data | None:
    name = str(one["name"])
    where = f"{asked.where}, “{name[:60]}”"
    usual = asked.one.get("cellType", "text" if one.get("inputType") else "dropdown")
    kind = CELLS.get(str(one.get("cellType", usual)))
    if kind is None:
        words = _("The column “%(name)s” is left out: it is of a kind that no table has here.")
        asked.found.drop(asked.where, words % {"name": name[:60]})
        return None
    left_out(asked.found, one, COLUMN, where)
    key, label = row({"value": name, "text": one.get("title") or name}, asked.language).values()
    inner = Asked(one, name, where, asked.language, asked.found, asked.watch)
    typed = str(one.get("inputType", ""))
    if kind == "single":
        column: Data = {"kind": kind, "options": options_of(one.get("choices") or asked.one.get("choices"), inner,
                                                            watched=False)}  # fmt: skip
    elif typed in {"number", "date", "time"} or asks_a_number(one):
        column = {"kind": typed if typed in {"number", "date", "time"} else "number"}
        column |= sizes(inner, column["kind"])
        if column["kind"] != "number":
            column.pop("step", None)
    else:
        column = {"kind": kind, **counts(one, maxLength="max_length")}
    column = {**column, "id": key, "label": label, **({"required": True} if one.get("isRequired") is True else {})}
    return limited(inner, column, of_table=True)
