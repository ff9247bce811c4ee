"""Questions of SurveyJS by type, as items of ours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from opencoach.questionnaires.editing import free_id
from opencoach.questionnaires.importing import tongues
from opencoach.questionnaires.importing.found import Data, Found

# how it looks or behaves there, which nobody misses
SILENT = {
    "titleLocation", "hideNumber", "colCount", "width", "minWidth", "maxWidth", "startWithNewLine", "showNumber",
    "size", "allowClear", "placeholder", "placeHolder", "logo", "logoPosition", "showProgressBar",
    "showQuestionNumbers", "widthMode", "correctAnswer", "state", "autoGrow", "navigationButtonsVisibility",
    "progressBarType", "id",
    "clearInvisibleValues", "focusFirstQuestionAutomatic", "checkErrorsMode", "headerView", "searchEnabled",
}  # fmt: skip
COMMON = {"type", "name", "title", "description", "isRequired", "visibleIf", "defaultValue"}
CHOOSES = {*COMMON, "choices", "showOtherItem", "hasOther", "otherText"}
KNOWN: dict[str, set[str]] = {
    "text": {*COMMON, "inputType", "min", "max", "step", "maxLength"},
    "comment": {*COMMON, "maxLength", "rows"},
    "radiogroup": CHOOSES, "dropdown": CHOOSES,
    "checkbox": {*CHOOSES, "minSelectedChoices", "maxSelectedChoices"},
    "tagbox": {*CHOOSES, "minSelectedChoices", "maxSelectedChoices"},
    "boolean": {*COMMON, "labelTrue", "labelFalse"},
    "rating": {*COMMON, "rateMin", "rateMax", "rateValues", "rateCount", "rateType", "minRateDescription",
               "maxRateDescription", "autoGenerate", "rateStep"},
    "slider": {*COMMON, "min", "max", "step"},
    "ranking": {*COMMON, "choices"},
    "matrix": {*COMMON, "columns", "rows", "isAllRowRequired", "eachRowRequired"},
    "matrixdynamic": {*COMMON, "columns", "choices", "rowCount", "minRowCount", "maxRowCount", "cellType"},
    "multipletext": {*COMMON, "items"},
    "file": {*COMMON, "allowMultiple", "acceptedTypes"},
    "html": {"type", "name", "html", "visibleIf"},
    "expression": {"type", "name", "title", "expression", "visibleIf", "format"},
}  # fmt: skip
INPUTS = {"number": "number", "range": "slider", "date": "date", "time": "time"}
CELLS = {"text": "text", "comment": "text", "dropdown": "single", "radiogroup": "single"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question there, and what is gathered here."""

    one: Mapping[str, Any]
    name: str
    where: str
    language: str
    found: Found

    def text(self, name: str) -> Any:
        return tongues.text_of(self.one.get(name), self.language)


def made(asked: Asked, kind: str) -> list[Data]:
    """The items that it becomes: one, except for several texts in one question."""
    if kind == "multipletext":
        return _several(asked)
    own = _own(asked, kind)
    if own is None:
        return []
    key = asked.found.add(asked.name, own["kind"], asked.where)
    if kind == "matrix":
        for each, row in zip(_listed(asked.one.get("rows")), own["rows"], strict=True):
            path = asked.found.ids[f"{asked.name}.{_pair(each, '')[0]}"] = f"{key}.{row['id']}"
            asked.found.kinds[path] = "single"
    return [{"id": key, **_common(asked, own["kind"]), **own}]


def _common(asked: Asked, kind: str) -> Data:
    one = asked.one
    common: Data = {"label": asked.text("title") or asked.name}
    if help_text := asked.text("description"):
        common["help"] = help_text
    if one.get("isRequired") is True:
        common["required"] = True
    if (value := one.get("defaultValue")) is not None:
        if default := _default(value, kind):
            common["default"] = {"value": default}
        else:
            asked.found.drop(asked.where, _("Its default is left out."))
    return common


def _default(value: Any, kind: str) -> Any:
    if kind in {"number", "scale", "slider"}:
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None
    if kind in {"multi", "ranking"}:
        return [key_of(one) for one in value] if isinstance(value, list) else None
    if kind == "single":
        return ("yes" if value else "no") if isinstance(value, bool) else key_of(value)
    return value if isinstance(value, str) and kind in {"text", "long_text", "date", "time"} else None


def _own(asked: Asked, kind: str) -> Data | None:  # noqa: PLR0911  # one line per type
    one = asked.one
    match kind:
        case "text":
            return _text(asked)
        case "comment":
            return {"kind": "long_text", **_counts(one, maxLength="max_length")}
        case "radiogroup" | "dropdown":
            look: Data = {"look": "dropdown"} if kind == "dropdown" else {}
            return _with_options(asked, {"kind": "single", **look, **_other(asked)})
        case "checkbox" | "tagbox":
            counts = _counts(one, minSelectedChoices="min_count", maxSelectedChoices="max_count")
            return _with_options(asked, {"kind": "multi", **_other(asked), **counts})
        case "boolean":
            yes, no = asked.text("labelTrue") or _("Yes"), asked.text("labelFalse") or _("No")
            return {"kind": "single", "options": [{"id": "yes", "label": yes, "value": 1},
                                                  {"id": "no", "label": no, "value": 0}]}  # fmt: skip
        case "rating":
            return _rating(asked)
        case "slider":
            return {"kind": "slider", **_sizes(one)}
        case "ranking":
            return _with_options(asked, {"kind": "ranking"})
        case "matrix":
            return _matrix(asked)
        case "matrixdynamic":
            return _table(asked)
    count = 10 if one.get("allowMultiple") is True else 1
    types = [each.strip() for each in str(one.get("acceptedTypes", "")).split(",")]
    types = [each for each in types if re.fullmatch(r"[a-z]+/(\*|[a-z0-9.+-]+)", each)]
    return {"kind": "file", "max_count": count, **({"types": types} if types else {})}


def _text(asked: Asked) -> Data:
    kind = str(asked.one.get("inputType", "text"))
    if kind in {"number", "range"}:
        return {"kind": INPUTS[kind], **_sizes(asked.one)}
    if kind in {"date", "time"}:
        return {"kind": kind}
    pattern = {"email": "email", "url": "url", "tel": "phone"}.get(kind)
    if pattern is None and kind != "text":
        asked.found.drop(asked.where, _("“%(type)s” becomes a line of words.") % {"type": kind[:40]})
    return {"kind": "text", **({"pattern": pattern} if pattern else {}), **_counts(asked.one, maxLength="max_length")}


def _rating(asked: Asked) -> Data:
    one = asked.one
    values = one.get("rateValues")
    if isinstance(values, list) and values:
        points = [_pair(each, asked.language) for each in values]
        numbers = [int(key) for key, _words in points if re.fullmatch(r"-?\d{1,3}", key)]
        if len(numbers) < len(points) or sorted(numbers) != list(range(min(numbers), max(numbers) + 1)):
            return {"kind": "single", "options": options_of(values, asked)}
        labels = {key: words for key, words in points if words != key}
        return {"kind": "scale", "min": min(numbers), "max": max(numbers), **({"labels": labels} if labels else {})}
    low = _whole(one.get("rateMin"), 1)
    high = _whole(one.get("rateMax"), low + _whole(one.get("rateCount"), 5) - 1)
    labels = {str(at): words for at, name in ((low, "minRateDescription"), (high, "maxRateDescription"))
              if (words := asked.text(name))}  # fmt: skip
    return {"kind": "scale", "min": low, "max": high, **({"labels": labels} if labels else {})}


def _matrix(asked: Asked) -> Data:
    rows = [_row(each, asked.language) for each in _listed(asked.one.get("rows"))]
    required = asked.one.get("isAllRowRequired") is True or asked.one.get("eachRowRequired") is True
    options = options_of(asked.one.get("columns"), asked)
    return {"kind": "matrix", "rows": rows, "options": options, **({"required": True} if required else {})}


def _row(each: Any, language: str) -> Data:
    key, words = _pair(each, language)
    fits = re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,59}", key)
    return {"id": key if fits else free_id(key, (), "row"), "label": words}


def _table(asked: Asked) -> Data | None:
    columns = []
    for one in _listed(asked.one.get("columns")):
        if not isinstance(one, Mapping) or not one.get("name"):
            asked.found.refuse(asked.where, _("A column has no name."))
            continue
        usual = asked.one.get("cellType", "text" if one.get("inputType") else "dropdown")
        kind = CELLS.get(str(one.get("cellType", usual)))
        if kind is None:
            words = _("The column “%(name)s” is left out: it is of a kind that no table has here.")
            asked.found.drop(asked.where, words % {"name": str(one["name"])[:60]})
            continue
        key, label = _row({"value": one["name"], "text": one.get("title") or one["name"]}, asked.language).values()
        column: Data = {"kind": kind, "id": key, "label": label}
        if kind == "single":
            column["options"] = options_of(one.get("choices") or asked.one.get("choices"), asked)
        elif (typed := str(one.get("inputType", ""))) in {"number", "date", "time"}:
            column["kind"] = typed
        if one.get("isRequired") is True:
            column["required"] = True
        columns.append(column)
    if not columns:
        asked.found.gone.add(asked.name)
        asked.found.drop(asked.where, _("No column of it can be kept, so it is left out."))
        return None
    return {"kind": "table", "columns": columns, **_counts(asked.one, minRowCount="min_rows", maxRowCount="max_rows")}


def _several(asked: Asked) -> list[Data]:
    result = []
    title = asked.text("title")
    for one in _listed(asked.one.get("items")):
        name = str(one.get("name", "")) if isinstance(one, Mapping) else ""
        if not name:
            asked.found.refuse(asked.where, _("One of its lines has no name."))
            continue
        inner = Asked(one, f"{asked.name}.{name}", asked.where, asked.language, asked.found)
        own = _text(inner)
        key = asked.found.add(inner.name, own["kind"], asked.where)
        label = tongues.text_of(one.get("title"), asked.language) or name
        if isinstance(title, str) and isinstance(label, str) and title:
            label = f"{title}: {label}"
        result.append({"id": key, **_common(inner, own["kind"]), **own, "label": label})
    return result


def _with_options(asked: Asked, item: Data) -> Data:
    return {**item, "options": options_of(asked.one.get("choices"), asked)}


def options_of(choices: Any, asked: Asked) -> list[Data]:
    """Options of ours; a number that is chosen counts as itself."""
    result: list[Data] = []
    for each in _listed(choices):
        key, words = _pair(each, asked.language)
        own = key_of(key)
        if any(one["id"] == own for one in result):
            own = free_id(own, [one["id"] for one in result], "a")
        option: Data = {"id": own, "label": words}
        if re.fullmatch(r"-?\d{1,9}(\.\d{1,6})?", key):
            option["value"] = float(key)
        result.append(option)
    if not result:
        asked.found.refuse(asked.where, _("It has nothing to choose from."))
    return result


def key_of(value: Any) -> str:
    """The id of an option with that value."""
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if re.fullmatch(r"[A-Za-z0-9_.-]{1,60}", text) else free_id(text, (), "a")


def _pair(each: Any, language: str) -> tuple[str, Any]:
    if isinstance(each, Mapping):
        value = each.get("value", "")
        return str(value), tongues.text_of(each.get("text"), language) or str(value)
    return str(each), str(each)


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


def _other(asked: Asked) -> Data:
    has = asked.one.get("showOtherItem") is True or asked.one.get("hasOther") is True
    return {"other": asked.text("otherText") or _("Something else")} if has else {}


def _whole(value: Any, usual: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else usual


def _counts(one: Mapping[str, Any], **names: str) -> Data:
    found = {ours: one.get(theirs) for theirs, ours in names.items()}
    return {ours: value for ours, value in found.items() if isinstance(value, int) and value > 0}


def _sizes(one: Mapping[str, Any]) -> Data:
    found = {name: one.get(name) for name in ("min", "max", "step")}
    return {name: value for name, value in found.items() if isinstance(value, int | float)}
