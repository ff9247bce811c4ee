"""Forms of measures and their values."""

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine
from opencoach.plan.actions.measures import Given
from opencoach.plan.forms.doing import OnGoal, line
from opencoach.plan.forms.fields import nothing
from opencoach.plan.models import Measure

NUMBERS = ("target", "low", "high", "baseline")


def number(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, required=required, max_digits=13, decimal_places=4, localize=True,
        max_value=Decimal(10**8), min_value=Decimal(-(10**8)),
    )  # fmt: skip


class MeasureForm(OnGoal):
    """What is followed, and which way is better."""

    title = line(_("What do you follow?"), _("“Decisions that waited for me”, “hours of sleep”."), required=True)
    unit = OneLine(label=_("Unit"), required=False, max_length=40, help_text=_("A week, hours, kg, out of 10."))
    kind = forms.ChoiceField(label=_("It says"), choices=Measure.Kind.choices, widget=forms.RadioSelect)
    direction = forms.ChoiceField(label=_("Which way is better"), choices=Measure.Direction.choices)
    rhythm = forms.ChoiceField(label=_("How often"), choices=Measure.Rhythm.choices, required=False)
    baseline = number(_("Where it began"), _("Left empty, the first value."))
    target = number(_("Target"))
    low = number(_("Least that it can be"))
    high = number(_("Most that it can be"))
    sd = forms.FloatField(
        label=_("Standard deviation of the scale"), required=False, min_value=0, localize=True,
        help_text=_("With its reliability, if you know both: then it says whether a change is more than chance."),
    )  # fmt: skip
    reliability = forms.FloatField(
        label=_("Reliability of the scale"), required=False, min_value=0, max_value=0.999, localize=True
    )
    note = OneLine(label=_("How it is measured"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))
    field_order = ("title", "unit", "kind", "direction", "rhythm", "baseline", "target", "hangs_on")
    PLACES = {
        "target": ("target", "low", "high", "baseline"), "sd": ("sd", "reliability"), "goal": ("hangs_on",),
    }  # fmt: skip

    def fields_of(self, row: Any, words: Mapping[str, Any]) -> Mapping[str, Any]:
        return initial_of_measure(row, words)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        low, high = said.get("low"), said.get("high")
        if low is not None and high is not None and low >= high:
            self.add_error("high", _("The most is more than the least."))
        for name in ("target", "baseline"):
            value = said.get(name)
            if value is not None and ((low is not None and value < low) or (high is not None and value > high)):
                self.add_error(name, _("It lies outside of what the measure can be."))
        return said

    @property
    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        goal, _strategy = self.chosen[said["hangs_on"]]
        plain = {name: said[name] for name in ("kind", "direction", "rhythm", "sd", "reliability", *NUMBERS)}
        return {**plain, "goal": goal}


def initial_of_measure(measure: Measure, words: Mapping[str, Any]) -> dict[str, Any]:
    numbers = {name: _plain(getattr(measure, name)) for name in NUMBERS}
    return {
        **nothing("title", "unit", "note"), **words, **numbers,
        "revision": measure.revision, "kind": measure.kind, "direction": measure.direction,
        "rhythm": measure.rhythm, "sd": measure.sd, "reliability": measure.reliability,
        "hangs_on": str(measure.goal.public_id) if measure.goal else "",
    }  # fmt: skip


def _plain(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.normalize() + 0


class ValueForm(forms.Form):
    """One value, on a day."""

    value = number(_("Value"), required=True)
    day = forms.DateField(label=_("On"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    note = OneLine(label=_("Note"), required=False, max_length=300)

    def given(self, zone: str, now: dt.datetime) -> Given:
        """The value at noon of that day, or now where it is today."""
        day = self.cleaned_data["day"]
        there = zoneinfo.ZoneInfo(zone)
        at = now if day == now.astimezone(there).date() else dt.datetime.combine(day, dt.time(12), there)
        return Given(self.cleaned_data["value"], at.astimezone(dt.UTC), self.cleaned_data["note"])
