"""A question of SurveyJS while it is read: its texts, its choices, its numbers; and what of it is left out."""

import re
from collections.abc import Callable, Mapping, Sequence
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
Conditions = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question there, and what is gathered here. `watch(thing, conditions)` gives something of ours its rule, once
    all names are known."""

    one: Mapping[str, Any]
    name: str
    where: str
    language: str
    found: Found
    watch: Callable[[Data, Conditions], None]

    def text(self, name: str) -> Any:
        return tongues.text_of(self.one.get(name), self.language)


def left_out(found: Found, one: Mapping[str, Any], known: set[str], where: str) -> None:
    """Say what is set there and not understood here."""
    if rest := sorted(str(name)[:40] for name in one if name not in known and name not in SILENT):
        found.drop(where, _("Left out: %(settings)s.") % {"settings": ", ".join(rest[:12])})


def options_of(choices: Any, asked: Asked, *, watched: bool = True) -> list[Data]:
    """Options of ours; a number that is chosen counts as itself. In a table nothing is `watched`: all are shown."""
    result: list[Data] = []
    for each in listed(choices):
        key, words = pair(each, asked.language)
        own = key_of(key)
        if any(one["id"] == own for one in result):
            own = free_id(own, [one["id"] for one in result], "a")
        option: Data = {"id": own, "label": words}
        if re.fullmatch(r"-?\d{1,9}(\.\d{1,6})?", key):
            option["value"] = float(key)
        part_of(asked, each, option, key, watched=watched)
        result.append(option)
    if not result:
        asked.found.refuse(asked.where, _("It has nothing to choose from."))
    return result


def part_of(asked: Asked, each: Any, part: Data, key: str, *, watched: bool = True) -> None:
    """A choice or a row may have a condition of its own; what else is set for it is said to be left out."""
    if isinstance(each, Mapping):
        where = f"{asked.where}, “{key[:60]}”"
        left_out(asked.found, each, {"value", "text", *({"visibleIf"} if watched else ())}, where)
        if watched and (text := each.get("visibleIf")):
            asked.watch(part, [(str(text), f"{where}, visibleIf")])


def key_of(value: Any) -> str:
    """The id of an option with that value."""
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if re.fullmatch(r"[A-Za-z0-9_.-]{1,60}", text) else free_id(text, (), "a")


def pair(each: Any, language: str) -> tuple[str, Any]:
    """A choice or a row as its value and its words."""
    if isinstance(each, Mapping):
        value = each.get("value", "")
        return str(value), tongues.text_of(each.get("text"), language) or str(value)
    return str(each), str(each)


def listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


def whole(value: Any, usual: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else usual


def counts(one: Mapping[str, Any], **names: str) -> Data:
    """Whole numbers above 0, by our names."""
    found = {ours: one.get(theirs) for theirs, ours in names.items()}
    return {ours: value for ours, value in found.items() if type(value) is int and value > 0}


def number(value: Any) -> float | None:
    """A number, or a text that is one; None for anything else."""
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", value.strip()):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if float(value).is_integer() else value


def sizes(asked: Asked, kind: str) -> Data:
    """`min`, `max` and `step`, as a question or a column of that kind has them; what they can't be here is said."""
    found: Data = {}
    for name in ("min", "max", "step"):
        value = asked.one.get(name)
        if value in (None, ""):
            continue
        made = _moment(value, kind) if kind in MOMENTS else number(value)
        if made is None or (name == "step" and (kind in MOMENTS or made <= 0)):
            asked.found.drop(asked.where, _("Left out: %(settings)s.") % {"settings": name})
        else:
            found[name] = made
    return found


MOMENTS = {"date": r"\d{4}-\d\d-\d\d", "time": r"([01]\d|2[0-3]):[0-5]\d"}


def _moment(value: Any, kind: str) -> Any:
    return value if isinstance(value, str) and re.fullmatch(MOMENTS[kind], value) else None
