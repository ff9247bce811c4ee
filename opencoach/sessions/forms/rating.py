"""How a session was: four numbers, and a few words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.sessions import scale


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the page shows it. `points` are the numbers, each with whether it is chosen."""

    name: str
    field: forms.BoundField
    points: list[tuple[int, bool]]


class RatingForm(forms.Form):
    """`coach`: asked of the coach. `marks` and `said` are what they said before."""

    def __init__(
        self, data: Any = None, *, coach: bool, marks: Mapping[str, int] | None = None, said: str = ""
    ) -> None:
        super().__init__(data, initial={**(marks or {}), scale.WORDS: said})
        points = [(str(point), str(point)) for point in range(scale.LEAST, scale.MOST + 1)]
        for one in scale.QUESTIONS:
            label = str(one.coach if coach else one.client)
            wrong = {"invalid_choice": _("Choose a number from 0 to 10.")}
            self.fields[one.key] = forms.ChoiceField(
                label=label, choices=[("", "–"), *points], required=False, error_messages=wrong
            )
        self.fields[scale.WORDS] = forms.CharField(
            label=gettext_lazy("In a few words"), required=False, max_length=scale.LONGEST,
            widget=forms.Textarea(attrs={"rows": 3}),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(one.key) for one in scale.QUESTIONS):
            raise forms.ValidationError(_("Choose at least one number."))
        return cleaned

    @property
    def asked(self) -> list[Asked]:
        """The questions, for a page that draws them as rows of numbers."""
        found = []
        for one in scale.QUESTIONS:
            bound = self[one.key]
            chosen = str(bound.value() if bound.value() is not None else "")
            found.append(
                Asked(str(one.name), bound, [(p, str(p) == chosen) for p in range(scale.LEAST, scale.MOST + 1)])
            )
        return found

    @property
    def marks(self) -> dict[str, int]:
        """What was chosen, by question."""
        return {one.key: int(self.cleaned_data[one.key]) for one in scale.QUESTIONS if self.cleaned_data[one.key]}

    @property
    def said(self) -> str:
        return str(self.cleaned_data[scale.WORDS])
