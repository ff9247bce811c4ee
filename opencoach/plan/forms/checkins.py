"""Forms of check-ins: when, and what is asked."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine
from opencoach.plan.asking import LEFT_OUT, Asks
from opencoach.plan.forms.fields import WordsForm
from opencoach.plan.models import CheckInRhythm, Goal

DAYS = [(str(number), name) for number, name in WEEKDAYS.items()]
INTERVALS = [("1", _("Every week")), ("2", _("Every second week")), ("4", _("Every fourth week"))]
PARTS = [("mood", _("How it feels")), ("obstacle", _("What is in the way")), ("proud", _("What they are proud of"))]
LINE = 200


class RhythmForm(WordsForm):
    """When somebody looks at how it goes, and what they are asked."""

    goal = forms.ChoiceField(label=_("About"), required=False)
    weekday = forms.TypedChoiceField(label=_("On"), choices=DAYS, coerce=int)
    interval = forms.TypedChoiceField(label=_("How often"), choices=INTERVALS, coerce=int)
    clock = forms.TimeField(
        label=_("A mail at"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=_("On that day, if it is not answered by then. Leave it empty for none."),
    )  # fmt: skip
    parts = forms.MultipleChoiceField(
        label=_("Besides how far it has come, ask"), choices=PARTS, required=False, widget=forms.CheckboxSelectMultiple
    )
    own_1 = OneLine(label=_("A question of your own"), required=False, max_length=LINE)
    own_2 = OneLine(label=_("And another"), required=False, max_length=LINE)
    PLACES = {
        "left_out": ("parts",), "own": ("own_1", "own_2"), "weekday": ("weekday", "interval"),
    }  # fmt: skip

    def fields_of(self, row: Any, words: Mapping[str, Any]) -> Mapping[str, Any]:
        return initial_of(row, Asks.read(words)) if row is not None else _initial_of_asks(Asks.read(words))

    def __init__(self, goals: Sequence[tuple[Goal, str]], data: Any = None, initial: Any = None) -> None:
        """`goals`: those that it can be about, with their titles."""
        super().__init__(data, initial=initial)
        self.goals = {str(goal.public_id): goal for goal, _title in goals}
        chosen: Any = self.fields["goal"]
        chosen.choices = [("", _("All of it")), *((str(goal.public_id), title) for goal, title in goals)]

    @property
    def goal_chosen(self) -> Goal | None:
        return self.goals.get(self.cleaned_data.get("goal", ""))

    @property
    def asks(self) -> Asks:
        said = self.cleaned_data
        own = tuple(dict.fromkeys(text for text in (said["own_1"], said["own_2"]) if text))
        return Asks(frozenset(said["parts"]) & set(LEFT_OUT), own)

    @property
    def rhythm(self) -> dict[str, Any]:
        """Weekday, interval and clock, as the actions take them."""
        return {name: self.cleaned_data[name] for name in ("weekday", "interval", "clock")}


def initial_of(found: CheckInRhythm, asks: Asks) -> dict[str, Any]:
    """The form's fields as the rhythm has them."""
    return {
        "weekday": found.weekday, "interval": found.interval, "clock": found.clock, "revision": found.revision,
        **_initial_of_asks(asks),
    }  # fmt: skip


def _initial_of_asks(asks: Asks) -> dict[str, Any]:
    own = dict(zip(("own_1", "own_2"), (*asks.own, "", ""), strict=False))
    return {"parts": sorted(asks.parts), **own}
