"""Forms of actions and habits."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine
from opencoach.plan import recurrence
from opencoach.plan.actions.doing import Todo
from opencoach.plan.actions.habits import Practised
from opencoach.plan.forms.fields import WordsForm, nothing
from opencoach.plan.models import Action, Goal, Habit, Strategy
from opencoach.plan.recurrence import Every, Rule

LINE = 300
DAYS = [(str(number), name) for number, name in WEEKDAYS.items()]
REPEATS = [
    ("", _("Once")),
    ("day", _("Every day")),
    ("week", _("Every week, on …")),
    ("fortnight", _("Every second week, on …")),
    ("month", _("Every month, on that day")),
]


def line(label: Any, help_text: Any = "", *, required: bool = False) -> OneLine:
    return OneLine(label=label, help_text=help_text, required=required, max_length=LINE)


def _date(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget)


class OnGoal(WordsForm):
    """What hangs on a goal and one of its strategies: both are chosen in one list."""

    def __init__(
        self, ways: Sequence[tuple[Goal, str, Sequence[tuple[Strategy, str]]]], data: Any = None, initial: Any = None
    ) -> None:
        """`ways`: the goals that can be chosen with their titles, and their strategies."""
        super().__init__(data, initial=initial)
        self.chosen: dict[str, tuple[Goal | None, Strategy | None]] = {"": (None, None)}
        choices: list[tuple[str, str]] = [("", str(_("None")))]
        for goal, title, strategies in ways:
            self.chosen[str(goal.public_id)] = (goal, None)
            choices.append((str(goal.public_id), title))
            for strategy, text in strategies:
                self.chosen[str(strategy.public_id)] = (goal, strategy)
                choices.append((str(strategy.public_id), f"{title}: {text}"))
        cast("forms.ChoiceField", self.fields["hangs_on"]).choices = choices

    hangs_on = forms.ChoiceField(label=_("The goal it serves"), required=False)


class ActionForm(OnGoal):
    """Something to do: what, when, and what then."""

    title = line(
        _("What is to be done?"), _("So that you can see when it is done: “Ask Wei Ling first.”"), required=True
    )
    timing = forms.ChoiceField(label=_("When"), choices=Action.Timing.choices, widget=forms.RadioSelect)
    day = _date(_("Day"))
    clock = forms.TimeField(label=_("Time"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    repeat = forms.ChoiceField(label=_("How often"), choices=REPEATS, required=False)
    weekdays = forms.MultipleChoiceField(
        label=_("On these days of the week"), choices=DAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    until = _date(_("The last time"), _("Leave it empty for no end."))
    reminds = forms.BooleanField(
        label=_("A mail on the day"), required=False, help_text=_("At its time, or at nine in the morning.")
    )
    cue = line(_("If …"), _("A moment that you will notice: “somebody asks me to decide”."))
    response = line(_("… then"), _("What you do then: “I ask what they would do”."))
    effort = forms.ChoiceField(
        label=_("How much it takes"), choices=[("", _("Not said")), *Action.Effort.choices], required=False
    )
    side = forms.ChoiceField(label=_("Who does it"), choices=Action.Doer.choices, widget=forms.RadioSelect)
    note = OneLine(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))
    field_order = (
        "title", "timing", "day", "clock", "repeat", "weekdays", "until", "reminds", "cue", "response", "hangs_on",
    )  # fmt: skip
    PLACES = {
        "timing": ("timing", "day", "clock", "repeat", "weekdays", "until", "reminds"), "goal": ("hangs_on",),
    }  # fmt: skip

    def fields_of(self, row: Any, words: Mapping[str, Any]) -> Mapping[str, Any]:
        return initial_of(row, words)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        timing = said.get("timing")
        if timing in {Action.Timing.ON, Action.Timing.BY} and not said.get("day") and "day" not in self.errors:
            self.add_error("day", _("Say which day."))
        if bool(said.get("cue")) != bool(said.get("response")) and not {"cue", "response"} & set(self.errors):
            missing = "response" if said.get("cue") else "cue"
            self.add_error(missing, _("It takes both halves: if …, then …"))
        if said.get("repeat") and timing != Action.Timing.ON and "timing" not in self.errors:
            self.add_error("repeat", _("What comes again needs the day that it begins on: choose “On a day”."))
        until, day = said.get("until"), said.get("day")
        if until and day and said.get("repeat") and until < day:
            self.add_error("until", _("It ends after it begins."))
        return said

    @property
    def rule(self) -> str:
        """What was chosen as an RRULE, "" for once."""
        said = self.cleaned_data
        day: dt.date | None = said.get("day")
        if not said["repeat"] or day is None or said["timing"] != Action.Timing.ON:
            return ""
        until = said["until"]
        if said["repeat"] == "day":
            return Rule(Every.DAY, until=until).text()
        if said["repeat"] == "month":
            return Rule(Every.MONTH, month_day=day.day, until=until).text()
        weekdays = tuple(sorted(int(one) for one in said["weekdays"])) or (day.weekday(),)
        return Rule(Every.WEEK, 2 if said["repeat"] == "fortnight" else 1, weekdays, until=until).text()

    @property
    def todo(self) -> Todo:
        said = self.cleaned_data
        goal, strategy = self.chosen[said["hangs_on"]]
        return Todo(
            self.words("title", "cue", "response", "note"), said["timing"], said["day"], said["clock"], self.rule,
            said["effort"], said["side"], said["reminds"], goal, strategy,
        )  # fmt: skip


def initial_of(action: Action, words: Mapping[str, Any]) -> dict[str, Any]:
    """The form's fields as the action has them."""
    rule = recurrence.parse(action.rule, action.day) if action.rule else None
    repeat = "" if rule is None else {Every.DAY: "day", Every.MONTH: "month"}.get(rule.every, "week")
    if rule is not None and repeat == "week" and rule.interval == 2:
        repeat = "fortnight"
    return {
        **nothing("title", "cue", "response", "note"), **words,
        "revision": action.revision, "timing": action.timing, "day": action.day, "clock": action.clock,
        "repeat": repeat, "weekdays": [str(one) for one in rule.weekdays] if rule else [],
        "until": rule.until if rule else None, "effort": action.effort, "side": action.side, "reminds": action.reminds,
        "hangs_on": hangs_on(action),
    }  # fmt: skip


def hangs_on(row: Action | Habit) -> str:
    found = row.strategy or row.goal
    return str(found.public_id) if found else ""


class HabitForm(OnGoal):
    """Something to do again and again."""

    title = line(_("What do you want to do again and again?"), required=True)
    cue = line(_("After or when …"), _("Something that happens anyway: “I close the laptop”."))
    response = line(_("… I"), _("What you do then: “write down three sentences”."))
    per = forms.ChoiceField(label=_("In each"), choices=Habit.Period.choices, widget=forms.RadioSelect)
    times = forms.IntegerField(
        label=_("How often in that time"), min_value=1, max_value=31, initial=1, help_text=_("Of a day, once.")
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Of a daily habit, on these days"), choices=DAYS, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None or all for every day."),
    )  # fmt: skip
    amount = forms.DecimalField(
        label=_("A number, if it is one"), required=False, min_value=0, max_value=10**6, max_digits=12,
        decimal_places=3, localize=True, help_text=_("Such as 8 glasses, 30 minutes. Leave it empty for yes or no."),
    )  # fmt: skip
    unit = OneLine(label=_("Of what"), required=False, max_length=40)
    at_most = forms.BooleanField(label=_("At most that number"), required=False)
    clock = forms.TimeField(
        label=_("A mail at"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=_(
            "On each of its days that it is still open; of a week or a month, when the days that are left are needed. "
            "Leave it empty for none."
        ),
    )  # fmt: skip
    note = OneLine(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))
    field_order = (
        "title", "per", "times", "weekdays", "amount", "unit", "at_most", "cue", "response", "hangs_on", "clock",
    )  # fmt: skip
    PLACES = {"per": ("per", "times", "weekdays", "amount", "at_most"), "goal": ("hangs_on",)}

    def fields_of(self, row: Any, words: Mapping[str, Any]) -> Mapping[str, Any]:
        return initial_of_habit(row, words)

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if amount is not None and amount == 0 and not self.data.get("at_most"):
            raise ValidationError(_now("More than nothing, or “at most”."))
        return amount

    @property
    def practised(self) -> Practised:
        said = self.cleaned_data
        goal, strategy = self.chosen[said["hangs_on"]]
        return Practised(
            self.words("title", "cue", "response", "unit", "note"), said["per"], said["times"], said["amount"],
            said["at_most"], "".join(sorted(said["weekdays"])), said["clock"], goal, strategy,
        )  # fmt: skip


def initial_of_habit(habit: Habit, words: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **nothing("title", "cue", "response", "unit", "note"), **words,
        "revision": habit.revision, "per": habit.per, "times": habit.times, "amount": habit.amount,
        "at_most": habit.at_most, "weekdays": list(habit.weekdays), "clock": habit.clock, "hangs_on": hangs_on(habit),
    }  # fmt: skip


class DropForm(forms.Form):
    """Why something is not to be done any more."""

    reason = OneLine(
        label=_("Why?"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2}),
        help_text=_("For the two of you: it says something about what works."),
    )  # fmt: skip
