"""What has changed from one version of a questionnaire to another, in its maker's words. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.questionnaires.definition import Definition, said, written

SHORT = 300  # characters of a setting
NAMES: dict[str, str | Promise] = {
    "label": gettext_lazy("What is asked"), "help": gettext_lazy("Help"),
    "required": gettext_lazy("Has to be answered"),
    "visible": gettext_lazy("Shown when"), "options": gettext_lazy("Answers"), "rows": gettext_lazy("Rows"),
    "columns": gettext_lazy("Columns"), "min": gettext_lazy("From"), "max": gettext_lazy("To"),
    "step": gettext_lazy("In steps of"), "unit": gettext_lazy("Unit"), "labels": gettext_lazy("Words for points"),
    "other": gettext_lazy("Answer in one's own words"), "body": gettext_lazy("Words"), "title": gettext_lazy("Title"),
    "description": gettext_lazy("What is said before"), "thanks": gettext_lazy("What is said after sending"),
    "expression": gettext_lazy("How it is worked out"), "parts": gettext_lazy("What counts"),
    "combine": gettext_lazy("Put together as"), "missing": gettext_lazy("When answers are missing"),
    "bands": gettext_lazy("What it is called"), "kind": gettext_lazy("Kind"),
    "default": gettext_lazy("Stands there before"),
}  # fmt: skip
SIGNS = {"is": "=", "is_not": "≠", "at_least": "≥", "at_most": "≤", "more": ">", "less": "<"}
How = Literal["new", "gone", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class Change:
    """`lines` are (setting, before, after), in words."""

    how: How
    what: str
    lines: Sequence[tuple[str, str, str]] = ()


def differences(before: Definition, after: Definition) -> list[Change]:
    """All changes, in the order of the questionnaire; nothing where both are the same."""
    old, new = written(before), written(after)
    found = list(_changed(_("The questionnaire"), _head(old), _head(new)))
    found += _pages(old, new)
    for name, called in (("items", ""), ("computed", _("Computed value: %s")), ("scores", _("Score: %s"))):
        found += _things(_all(old, name), _all(new, name), called)
    if _flows(old) != _flows(new):
        found.append(Change("changed", _("Where answers go"), [("", _flows(old), _flows(new))]))
    return found


def _head(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in ("title", "description", "thanks", "language") if name in data}


def _pages(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    sides = [{page["id"]: {**page, "at": at} for at, page in enumerate(one["pages"], start=1)} for one in (old, new)]
    for key in {**sides[0], **sides[1]}:
        first, last = (side.get(key) for side in sides)
        there = last or first or {}
        name = _("Page “%(name)s”") % {"name": said(there.get("title"), "en") or there["at"]}
        if first is None or last is None:
            yield Change("new" if first is None else "gone", name)
        else:
            yield from _changed(name, *({k: v for k, v in one.items() if k not in {"items", "at", "id"}}
                                        for one in (first, last)))  # fmt: skip


def _all(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    if name != "items":
        return {one["id"]: one for one in data.get(name, [])}
    return {item["id"]: {**item, "page": page["id"]} for page in data["pages"] for item in page.get("items", [])}


def _things(old: Mapping[str, Any], new: Mapping[str, Any], called: str) -> Iterator[Change]:
    both = [key for key in new if key in old]
    stayed = _longest(both, [key for key in old if key in new])
    for key, one in new.items():
        name = _name(one, called)
        if key not in old:
            yield Change("new", name)
            continue
        changed = list(_changed(name, old[key], one))
        if changed:
            yield from changed
        elif key not in stayed or old[key].get("page") != one.get("page"):
            yield Change("moved", name)
    for key, one in old.items():
        if key not in new:
            yield Change("gone", _name(one, called))


def _longest(new: Sequence[str], old: Sequence[str]) -> set[str]:
    """The most of these that stand in the same order on both sides: the others were moved."""
    place = {key: at for at, key in enumerate(old)}
    best: list[list[str]] = []
    for key in new:
        runs = [(len(run), run) for run in best if place[run[-1]] < place[key]]
        best.append([*max(runs, default=(0, []))[1], key])
    return set(max(((len(run), run) for run in best), default=(0, []))[1])


def _name(one: Mapping[str, Any], called: str) -> str:
    words = said(one.get("label"), "en") or said(one.get("body"), "en") or one["id"]
    return (called or "%s") % f"“{words[:80]}”"


def _changed(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    lines = [
        (str(NAMES.get(key, key)), _words(old.get(key)), _words(new.get(key)))
        for key in {**old, **new}
        if old.get(key) != new.get(key) and key != "page"
    ]
    if lines:
        yield Change("changed", name, lines)


def _words(value: Any) -> str:
    """A setting as people would say it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return "; ".join(filter(None, map(_words, value)))[:SHORT]
    if isinstance(value, Mapping):
        return _mapped(value)[:SHORT]
    return str(value)[:SHORT]


def _mapped(value: Mapping[str, Any]) -> str:
    if "field" in value:
        sign = SIGNS.get(value["operator"], value["operator"].replace("_", " "))
        return f"{value['field']} {sign} {_words(value.get('value'))}".strip()
    if set(value) in ({"all"}, {"any"}):
        [(join, rows)] = value.items()
        return (_(" and ") if join == "all" else _(" or ")).join(_words(row) for row in rows)
    if "label" in value:
        label, number = _words(value["label"]), value.get("value")
        counted = f"{label} = {number:g}" if isinstance(number, int | float) else label
        when = _(" (when %(rule)s)") % {"rule": _words(value["visible"])} if "visible" in value else ""
        return counted + when
    if "of" in value:
        return f"{value['of']}{' ' + _('(reversed)') if value.get('reverse') else ''}"
    return "; ".join(f"{key}: {_words(one)}" for key, one in value.items())


def _flows(data: Mapping[str, Any]) -> str:
    return "; ".join(f"{one['source']} → {one['port']}" for one in data.get("sinks", []))
