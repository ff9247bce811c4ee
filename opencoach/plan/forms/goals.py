from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencoach.plan import kept_columns, levels
from opencoach.plan.actions import Wanted
from opencoach.plan.forms.fields import FIVE, Scale, WordsForm, day, line, nothing, paragraph, ten
from opencoach.plan.models import Goal, GoalShare, Need

Way = Goal.Way
# What each way asks, step by step. The first question of all is the goal in one sentence, but for the ways that lead
# to it: there it comes when it has been found.
STEPS: dict[str, tuple[tuple[str, ...], ...]] = {
    Way.SHORT: (("title", "why", "due_on"), ("kind", "needs", "parent", "shared")),
    Way.WISH: (("wish",), ("outcome",), ("obstacle", "plan"), ("title", "why", "due_on"),
               ("kind", "needs", "parent", "shared")),
    Way.SMART: (("title", "specific"), ("measurable",), ("attainable", "relevant"), ("due_on", "why"),
                ("kind", "needs", "parent", "shared")),
}  # fmt: skip
TITLES: dict[str, tuple[Any, ...]] = {
    Way.SHORT: (_("What do you want?"), _("What kind of goal it is")),
    Way.WISH: (
        _("What do you wish for?"), _("And if it came true?"), _("What in you stands in the way?"),
        _("The goal in one sentence"), _("What kind of goal it is"),
    ),
    Way.SMART: (
        _("What exactly?"), _("How will you know?"), _("Is it yours, and can you reach it?"), _("By when, and why?"),
        _("What kind of goal it is"),
    ),
}  # fmt: skip
WORDS = ("title", "why", "wish", "outcome", "obstacle", "plan", "specific", "measurable", "attainable", "relevant")
SPONSOR = GoalShare.Audience.SPONSOR.value
KINDS = {
    Goal.Kind.LEARNING: _("Learning: find out how. For what is new to you; what counts is what you try and see."),
    Goal.Kind.PERFORMANCE: _("Performance: reach something definite. For what you know how to do."),
    Goal.Kind.HABIT: _("Habit: do something again and again, until it needs no decision."),
}


class GoalForm(WordsForm):
    """A goal, whichever way it is found: everything that any way asks."""

    title = line(
        _("The goal in one sentence"), _("As if it were true already: “My team decides without me.”"), required=True
    )
    why = line(_("Why does it matter to you?"), _("What gets better, and for whom."))
    wish = paragraph(
        _("What do you wish for in the next weeks or months?"), _("It may be hard; it has to be possible.")
    )
    outcome = paragraph(
        _("What is the best that would come of it?"),
        _("Picture it for a minute, with all that belongs to it. Then write down what you saw."),
    )
    obstacle = paragraph(
        _("What in you holds you back most?"),
        _("A feeling, a belief, an old habit. Picture the moment in which it shows."),
    )
    plan = line(
        _("If it shows, then I …"),
        _("One thing that you can do in that very moment: “If somebody asks me to decide, then I ask back first.”"),
    )
    specific = paragraph(_("Who does what, where, with whom?"), _("So exact that somebody else could see it happen."))
    measurable = paragraph(
        _("How will you know?"), _("A number, or something to see or hear. Where does it stand today?")
    )
    attainable = paragraph(
        _("What makes you think that you can?"), _("What you have for it, and what depends on others.")
    )
    relevant = paragraph(_("Why this, and why now?"), _("What it is worth giving something else up for."))
    due_on = day(_("By when"), _("A day to look at it, not a day to fear."))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=list(KINDS.items()), initial=Goal.Kind.PERFORMANCE, widget=forms.RadioSelect
    )
    weight = forms.TypedChoiceField(
        label=_("How much does it count beside the others?"), choices=FIVE, coerce=int, initial=1, widget=Scale(),
        required=False, empty_value="1", help_text=_("1 as much as any other, 5 much more. Attainment weighs it so."),
    )  # fmt: skip
    needs = forms.MultipleChoiceField(
        label=_("Which needs does it answer?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    parent = forms.ChoiceField(label=_("Part of a larger goal"), required=False)
    shared = forms.BooleanField(
        label=_("My coach sees it too"), required=False, initial=True,
        help_text=_("You can change this at any time, and share it with others later."),
    )  # fmt: skip

    def __init__(
        self, needs: Sequence[tuple[Need, str]], parents: Sequence[tuple[Goal, str]], *, own: bool, data: Any = None,
        initial: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=initial)
        self.by_need = {str(need.public_id): need for need, _text in needs}
        self.by_parent = {str(goal.public_id): goal for goal, _title in parents}
        cast("forms.MultipleChoiceField", self.fields["needs"]).choices = [(str(n.public_id), t) for n, t in needs]
        none = [("", _now("No, it stands for itself"))]
        cast("forms.ChoiceField", self.fields["parent"]).choices = [
            *none, *((str(g.public_id), t) for g, t in parents)
        ]  # fmt: skip
        for name, there in (("needs", needs), ("parent", parents), ("shared", own)):
            if not there:
                del self.fields[name]

    def fields_of(self, row: Any, words: Mapping[str, Any]) -> Mapping[str, Any]:
        return initial_of(row, words)

    def wanted(self, way: str) -> Wanted:
        """What was said, for the verb."""
        said = self.cleaned_data
        return Wanted(
            {name: said.get(name) for name in WORDS if name in self.fields},
            kind=said.get("kind") or Goal.Kind.PERFORMANCE,
            way=way,
            due_on=said.get("due_on"),
            weight=int(said.get("weight") or 1),  # Django gives the empty value as it is
            parent=self.by_parent.get(said.get("parent", "")),
            needs=[self.by_need[one] for one in said.get("needs", [])],
        )

    def keep_only(self, way: str) -> None:
        """Ask no more than this way asks."""
        asked = {name for step in STEPS.get(way, STEPS[Way.SHORT]) for name in step} | {"revision"}
        for name in set(self.fields) - asked:
            del self.fields[name]


def initial_of(goal: Goal, words: Mapping[str, Any]) -> dict[str, Any]:
    """The form's fields as the goal has them."""
    needs = Need.objects.filter(pk__in=kept_columns.value(goal, "needs")).values_list("public_id", flat=True)
    return {
        **nothing(*WORDS), **words, "revision": goal.revision, "kind": goal.kind, "due_on": goal.due_on,
        "weight": goal.weight, "parent": str(goal.parent.public_id) if goal.parent else "",
        "needs": [str(one) for one in needs],
    }  # fmt: skip


class LevelsForm(WordsForm):
    """What each of the five levels looks like, best on top."""

    p2 = line(_("+2: much more than expected"), _("Hard to reach, and not out of the world."), required=True)
    p1 = line(_("+1: more than expected"), _("A good deal better than what you expect."), required=True)
    z0 = line(
        _("0: as expected"), _("What you will honestly have reached by then, if things go their way."), required=True
    )
    m1 = line(_("−1: less than expected"), _("Often where things stand today."), required=True)
    m2 = line(_("−2: much less than expected"), _("It has become worse, or nothing has moved at all."), required=True)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        texts = [said.get(key, "") for key in levels.KEYS]
        for place in levels.twins(texts):
            self.add_error(levels.KEYS[place], _now("Another level says the same. What is different here?"))
        return said

    @property
    def texts(self) -> list[str]:
        return [self.cleaned_data[key] for key in levels.KEYS]


class RateForm(forms.Form):
    """Where a goal stands today."""

    level = forms.TypedChoiceField(label=_("Where is this goal today?"), coerce=int, widget=forms.RadioSelect)
    side = forms.ChoiceField(
        label=_("Who says so"), required=False, widget=forms.RadioSelect, initial="together",
        choices=[("together", _("Both of us, together")), ("coach", _("I do, as the coach"))],
    )  # fmt: skip
    note = line(_("What do you see it by?"))

    def __init__(self, choices: Sequence[tuple[str, str]], *, coach: bool, data: Any = None) -> None:
        super().__init__(data)
        cast("forms.TypedChoiceField", self.fields["level"]).choices = list(choices)
        if not coach:
            del self.fields["side"]


class WillForm(forms.Form):
    """How important it is, how confident somebody is, and what would make it one more."""

    importance = ten(_("How important is this goal to you now?"), required=False)
    confidence = ten(_("How confident are you that you will reach it?"), required=False)
    note = line(_("Why not lower? And what would make it one more?"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("importance") is None and said.get("confidence") is None and not self.errors:
            raise forms.ValidationError(_now("Choose a number for one of the two at least."))
        return said


class StepForm(forms.Form):
    """How a goal stands from now on."""

    status = forms.ChoiceField(label=_("How it stands from now on"), widget=forms.RadioSelect)
    reason = line(_("Why"), _("For the two of you to remember; nobody has to justify anything."))
    word = line(_("A kind word to keep"), _("What it was good for, what it showed, what stays of it."))

    def __init__(self, goal: Goal, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        choices = [(value, label) for value, label in Goal.Status.choices if value != goal.status]
        cast("forms.ChoiceField", self.fields["status"]).choices = choices


class ShareForm(forms.Form):
    """Who else sees a goal: audiences of `GoalShare`, and `NEWCOMERS`, the sponsors who came after it was shared."""

    NEWCOMERS = "newcomers"
    audiences = forms.MultipleChoiceField(
        label=_("Who sees this goal besides you"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, choices: Sequence[tuple[str, str]], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        cast("forms.MultipleChoiceField", self.fields["audiences"]).choices = list(choices)
        self.offered = {value for value, _label in choices}

    def clean_audiences(self) -> list[str]:
        """Sponsors see the same goals. Raises ValidationError where only those who came later are chosen."""
        chosen: list[str] = self.cleaned_data["audiences"]
        if self.NEWCOMERS in chosen and SPONSOR in self.offered - set(chosen):
            raise forms.ValidationError(_now("Those who pay see the same goals: choose all of them, or none."))
        return chosen

    @property
    def anew(self) -> bool:
        """Whether those who came later see it, too."""
        return self.NEWCOMERS in self.cleaned_data["audiences"]

    @property
    def chosen(self) -> list[str]:
        """The audiences of `GoalShare`."""
        return [SPONSOR if one == self.NEWCOMERS else one for one in self.cleaned_data["audiences"]]
