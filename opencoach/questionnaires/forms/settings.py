"""What a question has besides its words: limits, how it is drawn, and what stands there before anybody typed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine

KNOWN = [
    ("first_name", _("Their first name")), ("name", _("Their name")), ("email", _("Their e-mail address")),
    ("phone", _("Their phone number")), ("language", _("Their language")), ("zone", _("Their time zone")),
    ("coach", _("Their coach’s name")), ("practice", _("The practice’s name")),
]  # fmt: skip
PATTERNS = [
    ("", _("Anything")), ("email", _("An e-mail address")), ("url", _("An address on the web")),
    ("phone", _("A phone number")),
]  # fmt: skip
FILES = [
    ("", _("Any kind of file")), ("image/*", _("Pictures")), ("application/pdf", _("PDF")),
    ("application/pdf image/*", _("PDF or pictures")), ("audio/*", _("Sound")), ("video/*", _("Film")),
]  # fmt: skip
OF_KIND: dict[str, tuple[str, ...]] = {
    "text": ("pattern", "min_length", "max_length", "placeholder", "default"),
    "long_text": ("min_length", "max_length", "placeholder", "default"),
    "number": ("step", "placeholder"),
    "date": ("min", "max", "default"),
    "time": ("min", "max"),
    "single": ("look",),
    "multi": ("min_count", "max_count"),
    "ranking": ("count",),
    "table": ("min_rows", "max_rows", "add_label"),
    "file": ("types", "max_count"),
    "audio": ("max_seconds",),
    "video": ("max_seconds",),
}


def whole(label: Any, most: int = 20_000) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"class": "short", "inputmode": "numeric"})
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=most, widget=widget)


def _moment(kind: str, label: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"type": kind, "class": "short"})
    return forms.CharField(label=label, required=False, max_length=10, widget=widget)


def _choice(label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices)


def _types(item: Any) -> forms.ChoiceField:
    """What may be handed in; what this list can't say stays among its choices."""
    now = " ".join(item.types)
    own = [] if now in dict(FILES) else [(now, now)]
    return _choice(_("What may be handed in"), [*FILES, *own])


def _default(item: Any) -> forms.ChoiceField:
    known = [("today", _("The day on which they answer"))] if item.kind == "date" else KNOWN
    return _choice(_("Stands there before they write"), [("", _("Nothing")), *known])


FIELDS: dict[str, Callable[[Any], forms.Field]] = {
    "pattern": lambda item: _choice(_("What is written is"), PATTERNS),
    "min_length": lambda item: whole(_("At least so many characters")),
    "max_length": lambda item: whole(_("At most so many characters")),
    "placeholder": lambda item: OneLine(label=_("Example in the empty field"), required=False, max_length=200),
    "default": _default,
    "step": lambda item: forms.CharField(
        label=_("In steps of"), required=False, max_length=20, help_text=_("1 asks for whole numbers."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    ),
    "min": lambda item: _moment(item.kind, _("Not before")),
    "max": lambda item: _moment(item.kind, _("Not after")),
    "look": lambda item: _choice(_("It is drawn as"), [("list", _("A list")), ("dropdown", _("A menu"))]),
    "min_count": lambda item: whole(_("At least so many answers"), 500),
    "max_count": lambda item: whole(
        _("At most so many files") if item.kind == "file" else _("At most so many answers"), 500
    ),
    "count": lambda item: whole(_("Only the best so many count"), 500),
    "min_rows": lambda item: whole(_("At least so many rows"), 200),
    "max_rows": lambda item: whole(_("At most so many rows"), 200),
    "add_label": lambda item: OneLine(label=_("Words of the button for a row"), required=False, max_length=80),
    "types": _types,
    "max_seconds": lambda item: whole(_("At most so many seconds"), 14_400),
}  # fmt: skip


def fields_of(item: Any) -> dict[str, forms.Field]:
    """The fields of a question's settings, by the names that they have in the definition. A fixed value that stands
    there before is nothing that this form can say; it stays."""
    fixed = item.kind in OF_KIND and (one := getattr(item, "default", None)) is not None and one.from_ is None
    return {name: FIELDS[name](item) for name in OF_KIND.get(item.kind, ()) if not (name == "default" and fixed)}


def initial_of(item: Any, say: Callable[[Any], str]) -> dict[str, Any]:
    """What is set now; "" for what is as it is without being set."""
    found: dict[str, Any] = {}
    for name in OF_KIND.get(item.kind, ()):
        value = getattr(item, name)
        if name == "default":
            found[name] = value.from_ or "" if value is not None else ""
        elif name == "types":
            found[name] = " ".join(value)
        elif name in {"placeholder", "add_label"}:
            found[name] = say(value)
        elif name == "step":
            found[name] = f"{value:g}" if value is not None else ""
        else:
            unset = value is None or (name != "look" and value == type(item).model_fields[name].default)
            found[name] = "" if unset else value
    return found


def values_of(item: Any, given: dict[str, Any]) -> dict[str, Any]:
    """What the form says, as the definition has it; "" and None for what is not set."""
    found = {name: given[name] for name in OF_KIND.get(item.kind, ()) if name in given and name != "step"}
    if "default" in found:
        found["default"] = {"from": found["default"]} if found["default"] else None
    if "types" in found:
        found["types"] = found["types"].split()
    if found.get("look") == "list":
        found["look"] = ""
    return found
