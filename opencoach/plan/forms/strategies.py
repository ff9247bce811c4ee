from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine
from opencoach.plan.actions import Changed, Way
from opencoach.plan.forms.fields import FIVE, LINE, WordsForm, day, five, line, nothing, paragraph, shown
from opencoach.plan.models import Strategy, Weighing

SIDES: dict[str, tuple[tuple[str, Any], ...]] = {
    Weighing.Tool.FORCES: (("for", _("What pushes towards it")), ("against", _("What holds it back"))),
    Weighing.Tool.BALANCE: (
        ("change_for", _("What speaks for changing")), ("change_against", _("What speaks against changing")),
        ("stay_for", _("What speaks for leaving it as it is")), ("stay_against", _("What speaks against leaving it")),
    ),
}  # fmt: skip
MOST = 12  # reasons on one side
SPARE = 2  # empty lines below those that are filled


class StrategyForm(WordsForm):
    """One way to a goal, and what speaks for it."""

    text = line(_("The way"), _("How you would go about it: “Hand decisions over one kind at a time.”"), required=True)
    effect = five(_("How much would it do?"), _("1 a little, 5 very much."))
    effort = five(_("How much would it ask of you?"), _("1 a little, 5 very much."))
    strengths = line(_("What do you have that helps?"), _("A strength, a person, something that worked before."))
    obstacles = line(_("What could get in the way?"), _("And what you would do then."))
    review_on = day(_("Look at it again on"))
    chosen = forms.BooleanField(label=_("This is the way I take"), required=False)

    def fields_of(self, row: Any, words: Mapping[str, Any]) -> Mapping[str, Any]:
        return initial_of(row, words)

    @property
    def way(self) -> Way:
        said = self.cleaned_data
        words = self.words("text", "strengths", "obstacles")
        return Way(words, said["effect"], said["effort"], said["review_on"])


def initial_of(strategy: Strategy, words: Mapping[str, Any]) -> dict[str, Any]:
    """The form's fields as the strategy has them; but for whether it is chosen."""
    return {
        **nothing("text", "strengths", "obstacles"), **words, "effect": strategy.effect,
        "effort": strategy.effort, "review_on": strategy.review_on, "revision": strategy.revision,
    }  # fmt: skip


class ReviewForm(forms.Form):
    """What became of a strategy so far."""

    note = paragraph(_("What works, what doesn't, what changes?"), required=True)
    again_on = day(_("Look at it again on"))


class WeighingForm(WordsForm):
    """Reasons on each side, with a weight each: `<side><n>` and `<side><n>_weight`."""

    question = line(_("What is to be decided?"), required=True)

    def __init__(self, tool: str, words: dict[str, Any], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial={**(initial or {}), "question": words.get("question", "")})
        self.tool, self.sides = tool, SIDES[tool]
        self.rows: dict[str, int] = {}
        for side, label in self.sides:
            reasons = words.get(side) or []
            self.rows[side] = min(MOST, max(len(reasons) + SPARE, self._typed(side)))
            for number in range(self.rows[side]):
                reason = reasons[number] if number < len(reasons) else {}
                self.fields[f"{side}{number}"] = OneLine(
                    label=f"{label} {number + 1}", max_length=LINE, required=False, initial=reason.get("text", "")
                )
                self.fields[f"{side}{number}_weight"] = forms.TypedChoiceField(
                    label=_now("Weight of “%(side)s” %(number)d") % {"side": label, "number": number + 1},
                    choices=FIVE, coerce=int, required=False, empty_value="1", initial=str(reason.get("weight", 1)),
                )  # fmt: skip

    def clash(self, clash: Changed) -> None:
        """A side that only the other one has changed reads as it does now; of one that both have, theirs is said."""
        now: dict[str, Any] = {"question": "", **{side: [] for side, _label in self.sides}, **clash.result}
        mine = {side: self.reasons(side) for side, _label in self.sides}
        sides = {side: mine[side] if side in clash.places else now[side] for side, _label in self.sides}
        said = {"question": self.cleaned_data["question"] if "question" in clash.places else now["question"], **sides}
        data = QueryDict(mutable=True)
        data["revision"], data["question"] = str(clash.revision), said["question"]
        for side, reasons in sides.items():
            for number, reason in enumerate(reasons):
                data[f"{side}{number}"], data[f"{side}{number}_weight"] = reason["text"], str(reason.get("weight", 1))
        self.__init__(self.tool, said, data)  # type: ignore[misc]  # the same form, with as many lines as it takes now
        self.full_clean()
        self.add_error(None, str(clash))
        for place in clash.places:
            theirs = shown(now[place])
            name = place if place in self.fields else f"{place}0"
            self.add_error(
                name, _now("Now it reads: “%(text)s”") % {"text": theirs} if theirs else _now("It was emptied.")
            )

    def _typed(self, side: str) -> int:
        """How many lines of that side were sent."""
        sent = [name for name in self.data if name.startswith(side) and name.removeprefix(side).isdecimal()]
        return max((int(name.removeprefix(side)) + 1 for name in sent if len(name) < len(side) + 3), default=0)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not any(self.reasons(side) for side, _label in self.sides) and not self.errors:
            raise ValidationError(_now("Write one reason at least."))
        return said

    def reasons(self, side: str) -> list[dict[str, Any]]:
        said = self.cleaned_data
        rows = [(said.get(f"{side}{n}", ""), int(said.get(f"{side}{n}_weight") or 1)) for n in range(self.rows[side])]
        return [{"text": reason, "weight": weight} for reason, weight in rows if reason]

    @property
    def said(self) -> dict[str, Any]:
        return {"question": self.cleaned_data["question"], **{side: self.reasons(side) for side, _l in self.sides}}

    @property
    def drawn(self) -> list[tuple[str, Any, list[tuple[Any, Any]]]]:
        """(side, its name, its lines: reason and weight)."""
        return [
            (side, label, [(self[f"{side}{n}"], self[f"{side}{n}_weight"]) for n in range(self.rows[side])])
            for side, label in self.sides
        ]
