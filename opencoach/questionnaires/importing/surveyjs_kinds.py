"""Questions of SurveyJS by type, as items of ours."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from opencoach.questionnaires.importing import tongues
from opencoach.questionnaires.importing.found import Data
from opencoach.questionnaires.importing.surveyjs_asked import (
    Asked,
    counts,
    key_of,
    left_out,
    listed,
    options_of,
    pair,
    sizes,
    whole,
)
from opencoach.questionnaires.importing.surveyjs_rows import matrix, table
from opencoach.questionnaires.importing.surveyjs_validators import asks_a_number, limited

COMMON = {"type", "name", "title", "description", "isRequired", "visibleIf", "defaultValue", "validators"}
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
    "multipletext": {*COMMON, "items"} - {"validators", "defaultValue", "isRequired"},
    "file": {*COMMON, "allowMultiple", "acceptedTypes"},
    "html": {"type", "name", "html", "visibleIf"},
    "expression": {"type", "name", "title", "expression", "visibleIf"},
}  # fmt: skip
LINE = KNOWN["text"] - {"type", "visibleIf"}  # of a question with several
INPUTS = {"number": "number", "range": "slider", "date": "date", "time": "time"}


def made(asked: Asked, kind: str) -> list[Data]:
    """The items that it becomes: one, except for several texts in one question."""
    if kind == "multipletext":
        return _several(asked)
    own = _own(asked, kind)
    if own is None:
        return []
    key = asked.found.add(asked.name, own["kind"], asked.where)
    if kind == "matrix":
        for each, row in zip(listed(asked.one.get("rows")), own["rows"], strict=True):
            path = asked.found.ids[f"{asked.name}.{pair(each, '')[0]}"] = f"{key}.{row['id']}"
            asked.found.kinds[path] = "single"
    return [limited(asked, {"id": key, **_common(asked, own["kind"]), **own})]


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
            rows = whole(one.get("rows"), 0)
            tall: Data = {"rows": rows} if 2 <= rows <= 40 else {}
            return {"kind": "long_text", **tall, **counts(one, maxLength="max_length")}
        case "radiogroup" | "dropdown":
            look: Data = {"look": "dropdown"} if kind == "dropdown" else {}
            return _with_options(asked, {"kind": "single", **look, **_other(asked)})
        case "checkbox" | "tagbox":
            chosen = counts(one, minSelectedChoices="min_count", maxSelectedChoices="max_count")
            return _with_options(asked, {"kind": "multi", **_other(asked), **chosen})
        case "boolean":
            yes, no = asked.text("labelTrue") or _("Yes"), asked.text("labelFalse") or _("No")
            return {"kind": "single", "options": [{"id": "yes", "label": yes, "value": 1},
                                                  {"id": "no", "label": no, "value": 0}]}  # fmt: skip
        case "rating":
            return _rating(asked)
        case "slider":
            return {"kind": "slider", **sizes(asked, "slider")}
        case "ranking":
            return _with_options(asked, {"kind": "ranking"})
        case "matrix":
            return matrix(asked)
        case "matrixdynamic":
            return table(asked)
    return _files(asked)


def _files(asked: Asked) -> Data:
    given = [each.strip() for each in str(asked.one.get("acceptedTypes") or "").split(",") if each.strip()]
    types = [each for each in given if re.fullmatch(r"[a-z]+/(\*|[a-z0-9.+-]+)", each)]
    if gone := [each[:20] for each in given if each not in types]:
        asked.found.drop(asked.where, _("Left out: %(settings)s.") % {"settings": ", ".join(gone[:12])})
    count = 10 if asked.one.get("allowMultiple") is True else 1
    return {"kind": "file", "max_count": count, **({"types": types} if types and not gone else {})}


def _text(asked: Asked) -> Data:
    kind = str(asked.one.get("inputType", "text"))
    if kind in INPUTS or (kind == "text" and asks_a_number(asked.one)):
        own = INPUTS.get(kind, "number")
        if "maxLength" in asked.one and own == "number":
            asked.found.drop(asked.where, _("Left out: %(settings)s.") % {"settings": "maxLength"})
        return {"kind": own, **sizes(asked, own)}
    pattern = {"email": "email", "url": "url", "tel": "phone"}.get(kind)
    if pattern is None and kind != "text":
        asked.found.drop(asked.where, _("“%(type)s” becomes a line of words.") % {"type": kind[:40]})
    return {"kind": "text", **({"pattern": pattern} if pattern else {}), **counts(asked.one, maxLength="max_length")}


def _rating(asked: Asked) -> Data:
    one = asked.one
    values = one.get("rateValues")
    if isinstance(values, list) and values:
        points = [pair(each, asked.language) for each in values]
        numbers = [int(key) for key, _words in points if re.fullmatch(r"-?\d{1,3}", key)]
        if len(numbers) < len(points) or sorted(numbers) != list(range(min(numbers), max(numbers) + 1)):
            return {"kind": "single", "options": options_of(values, asked)}
        labels = {key: words for key, words in points if words != key}
        return {"kind": "scale", "min": min(numbers), "max": max(numbers), **({"labels": labels} if labels else {})}
    if one.get("rateStep") not in (None, 1):
        asked.found.drop(asked.where, _("Left out: %(settings)s.") % {"settings": "rateStep"})
    low = whole(one.get("rateMin"), 1)
    high = whole(one.get("rateMax"), low + whole(one.get("rateCount"), 5) - 1)
    labels = {str(at): words for at, name in ((low, "minRateDescription"), (high, "maxRateDescription"))
              if (words := asked.text(name))}  # fmt: skip
    return {"kind": "scale", "min": low, "max": high, **({"labels": labels} if labels else {})}


def _several(asked: Asked) -> list[Data]:
    result = []
    title = asked.text("title")
    for one in listed(asked.one.get("items")):
        name = str(one.get("name", "")) if isinstance(one, Mapping) else ""
        if not name:
            asked.found.refuse(asked.where, _("One of its lines has no name."))
            continue
        where = f"{asked.where}, “{name[:60]}”"
        left_out(asked.found, one, LINE, where)
        inner = Asked(one, f"{asked.name}.{name}", where, asked.language, asked.found, asked.watch)
        own = _text(inner)
        key = asked.found.add(inner.name, own["kind"], asked.where)
        label = tongues.text_of(one.get("title"), asked.language) or name
        if isinstance(title, str) and isinstance(label, str) and title:
            label = f"{title}: {label}"
        result.append(limited(inner, {"id": key, **_common(inner, own["kind"]), **own, "label": label}))
    return result


def _with_options(asked: Asked, item: Data) -> Data:
    return {**item, "options": options_of(asked.one.get("choices"), asked)}


def _other(asked: Asked) -> Data:
    has = asked.one.get("showOtherItem") is True or asked.one.get("hasOther") is True
    return {"other": asked.text("otherText") or _("Something else")} if has else {}
