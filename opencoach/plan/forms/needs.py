from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine
from opencoach.people.specialisations import Specialisation
from opencoach.plan.forms.fields import TEN, Scale, WordsForm, line, paragraph, ten

AREAS = (
    _("Work"), _("Money"), _("Health"), _("Family"), _("Love"), _("Friends"), _("Growing and learning"),
    _("Rest and play"), _("Home"),
)  # fmt: skip
MOST_AREAS = 12
OWN_ROWS = 3  # lines for areas of one's own, at least


class NeedForm(WordsForm):
    """A need in the client's own words."""

    text = line(_("What has to change?"), _("In your own words, as you would say it to a friend."), required=True)


class NoteNeedForm(WordsForm):
    """A need that stands there already: its words, and what belongs to it."""

    text = line(_("What has to change?"), required=True)
    note = paragraph(_("What belongs to it"), _("Where it shows, since when, who else it touches."))


class NeedRatingForm(forms.Form):
    importance = ten(_("How important is it to you?"), _("0 is not at all, 10 could not be more."))
    satisfaction = ten(_("How satisfied are you there now?"), _("0 is not at all, 10 could not be more."))


class ChecklistForm(forms.Form):
    """The needs that a specialisation knows, by group; those that stand in the plan are not asked again."""

    def __init__(self, specialisation: Specialisation, known: set[str], data: Any = None) -> None:
        super().__init__(data)
        self.sentences: dict[str, str] = {}
        for number, (group, needs) in enumerate(specialisation.needs.items()):
            open_needs = {key: _now(sentence) for key, sentence in needs.items() if key not in known}
            self.sentences |= open_needs
            if open_needs:
                self.fields[f"group{number}"] = forms.MultipleChoiceField(
                    label=_now(group), choices=list(open_needs.items()), required=False,
                    widget=forms.CheckboxSelectMultiple,
                )  # fmt: skip

    @property
    def chosen(self) -> dict[str, str]:
        """Key → sentence of what was ticked."""
        return {key: self.sentences[key] for ticked in self.cleaned_data.values() for key in ticked}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not any(said.values()) and not self.errors:
            raise ValidationError(_now("Tick what is true for you, one at least; or go back and say it in own words."))
        return said


class WheelForm(forms.Form):
    """Areas of life with a score each: `area<n>` and `score<n>`. An area without a score is left out."""

    def __init__(self, names: Sequence[str], data: Any = None) -> None:
        super().__init__(data)
        self.rows = min(MOST_AREAS, len(names) + OWN_ROWS)
        for number in range(self.rows):
            name = names[number] if number < len(names) else ""
            label = name or _now("An area of your own")
            self.fields[f"area{number}"] = OneLine(label=_now("Area"), max_length=60, required=False, initial=name)
            score = forms.TypedChoiceField(
                label=label, choices=TEN, coerce=int, empty_value=None, required=False, widget=Scale()
            )
            self.fields[f"score{number}"] = score

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for number in range(self.rows):
            if said.get(f"score{number}") is not None and not said.get(f"area{number}"):
                self.add_error(f"area{number}", _now("Give this area a name."))
        names = [name.casefold() for name, _score in self._areas(said)]
        if len(set(names)) < len(names):
            raise ValidationError(_now("Two areas have the same name."))
        if len(names) < 3 and not self.errors:
            raise ValidationError(_now("A wheel needs three areas at least. Choose a number for each."))
        return said

    def _areas(self, said: dict[str, Any]) -> list[tuple[str, int]]:
        rows = [(said.get(f"area{number}", ""), said.get(f"score{number}")) for number in range(self.rows)]
        return [(name, score) for name, score in rows if name and score is not None]

    @property
    def areas(self) -> list[tuple[str, int]]:
        return self._areas(self.cleaned_data)

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        """The fields of each row: its name and its score."""
        return [(self[f"area{number}"], self[f"score{number}"]) for number in range(self.rows)]
