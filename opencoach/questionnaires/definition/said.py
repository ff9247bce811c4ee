"""What pydantic found, in the words of whoever wrote the questionnaire."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from opencoach.questionnaires.definition.problems import Problem

LISTS = {
    "pages": "page", "items": "question", "options": "option", "rows": "row", "columns": "column",
    "computed": "computed value", "scores": "score", "parts": "part", "steps": "step", "bands": "band",
    "sinks": "sink", "all": "condition", "any": "condition", "cases": "case", "groups": "group", "entries": "entry",
}  # fmt: skip
BRANCHES = {"Condition", "Group", "AtLeast", "str", "float", "bool", "int"}  # of unions


def problems_of(error: ValidationError, data: Mapping[str, Any]) -> list[Problem]:
    """One problem per place, in order."""
    found: dict[str, Problem] = {}
    for one in error.errors(include_url=False, include_context=True):
        where, item = _place(one["loc"], data)
        found.setdefault(where, Problem(_words(one), where, item))
    return list(found.values())


def _place(loc: Sequence[int | str], data: Any) -> tuple[str, str]:
    """Walk the data along the error's path: lists by the id of what stands there, else by its number."""
    steps: list[str] = []
    item = ""
    here, name = data, ""
    for step in loc:
        if isinstance(step, int):
            here = here[step] if isinstance(here, Sequence) and step < len(here) else None
            known = here.get("id") if isinstance(here, Mapping) else None
            label = f"“{known[:60]}”" if isinstance(known, str) and known else str(step + 1)
            steps[-1:] = [f"{LISTS.get(name, name)} {label}"]
            if isinstance(known, str) and name in {"items", "computed", "scores"}:
                item = known
        elif isinstance(here, Mapping) and step in here:
            here, name = here[step], step
            steps.append(step)
        elif step == loc[-1] and isinstance(here, Mapping) and _is_setting(step, here):
            steps.append(step)  # what is not there
        # else: the branch of a union, which nobody wrote
    return ", ".join(steps), item


def _is_setting(step: str, here: Mapping[str, Any]) -> bool:
    """Not the branch of a union: the kind of what stands here, or a class of ours."""
    return step.isidentifier() and step not in BRANCHES and here.get("kind") != step


def _words(one: Any) -> str:
    kind, context = one["type"], one.get("ctx", {})
    given = one.get("input")
    if kind == "value_error":
        return str(context.get("error", one["msg"]))
    words = _known(kind, context, given)
    return words if words is not None else str(one["msg"])


def _known(kind: str, context: Mapping[str, Any], given: Any) -> str | None:
    short = repr(given)[:60] if isinstance(given, str | int | float | bool) else ""
    table = {
        "missing": _("This is missing."),
        "extra_forbidden": _("There is no such setting here."),
        "string_pattern_mismatch": _("%(given)s can't be used here; it has a character that isn't allowed."),
        "string_too_long": _("This is too long; at most %(max_length)s characters."),
        "too_long": _("There are too many; at most %(max_length)s."),
        "too_short": _("There has to be at least one."),
        "literal_error": _("%(given)s is not one of %(expected)s."),
        "union_tag_invalid": _("There is no kind “%(tag)s”."),
        "union_tag_not_found": _("It has no “kind”."),
        "greater_than": _("It has to be more than %(gt)s."),
        "greater_than_equal": _("It has to be at least %(ge)s."),
        "less_than_equal": _("It may be at most %(le)s."),
        "finite_number": _("It has to be a number that ends."),
        "int_type": _("It has to be a whole number."),
        "int_from_float": _("It has to be a whole number."),
        "float_type": _("It has to be a number."),
        "string_type": _("It has to be a text."),
        "bool_type": _("It has to be true or false."),
        "list_type": _("It has to be a list."),
        "dict_type": _("It has to be an object."),
        "model_type": _("It has to be an object."),
        "model_attributes_type": _("It has to be an object."),
    }
    if kind not in table:
        return None
    return table[kind] % {"given": short or _("This"), **context}
