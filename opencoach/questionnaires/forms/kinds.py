"""The kinds of questions, and what makes each of them: its answers, its points, its words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine

KINDS = [
    ("text", _("A line of words")), ("long_text", _("Several lines")), ("number", _("A number")), ("date", _("A day")),
    ("time", _("A time of day")), ("single", _("One of several")), ("multi", _("Any of several")),
    ("scale", _("A scale")), ("slider", _("A slider")), ("matrix", _("A matrix")), ("ranking", _("An order")),
    ("table", _("A table")), ("file", _("Files")), ("audio", _("Something spoken")), ("video", _("Something filmed")),
    ("info", _("Words in between")), ("total", _("A total")),
]  # fmt: skip
OPTIONS = {"single", "multi", "ranking", "matrix"}


def lines(label: Any, help_text: Any, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(label=label, help_text=help_text, widget=widget, max_length=20_000, **options)


def number(label: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "short", "inputmode": "decimal"})
    return forms.CharField(label=label, required=False, max_length=20, widget=widget)


def fields_of(kind: str) -> dict[str, forms.Field]:
    one_each = _("One on each line. A number after “=” is what it counts.")
    found: dict[str, forms.Field] = {}
    if kind == "info":
        found["body"] = lines(_("Words"), _("Markdown works: **bold**, lists, links."))
    if kind in OPTIONS:
        found["options"] = lines(_("Answers"), one_each)
    if kind in {"single", "multi"}:
        found["other"] = OneLine(label=_("Answer in one's own words"), required=False, max_length=200,
                                 help_text=_("Its name, such as “Something else”. Empty for none."))  # fmt: skip
    if kind == "matrix":
        found["rows"] = lines(_("Rows"), _("One on each line."))
    if kind == "table":
        kinds = _(
            "One on each line; “= number”, “= date” or “= time” for other kinds, “= Yes / No” for answers to choose."
        )
        found["columns"] = lines(_("Columns"), kinds)
    if kind in {"number", "scale", "slider"}:
        found |= {"min": number(_("From")), "max": number(_("To"))}
    if kind == "scale":
        found["labels"] = lines(_("Words for points"), _("Such as “1 = Never”, one on each line."), required=False)
    if kind == "slider":
        found |= {"step": number(_("In steps of")), "low": OneLine(label=_("Word at its beginning"), required=False),
                  "high": OneLine(label=_("Word at its end"), required=False)}  # fmt: skip
    if kind in {"number", "slider"}:
        found["unit"] = OneLine(label=_("Unit"), required=False, max_length=40)
    if kind == "total":
        found["expression"] = OneLine(
            label=_("How it is worked out"), max_length=2_000,
            help_text=_("With the names that stand beside the questions, such as sum(sleep, food) / 2."),
        )  # fmt: skip
    return found
