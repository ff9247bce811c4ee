"""When a coach is away, and what the receipts say then."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.people.promise import Away


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class AwayForm(forms.Form):
    """Both days empty: not away."""

    first = _day(gettext_lazy("First day"))
    last = _day(gettext_lazy("Last day"))
    text = forms.CharField(
        label=gettext_lazy("What you say about it"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("It stands in the receipt, with the day on which you are back."),
    )  # fmt: skip

    def __init__(self, away: Away | None, data: Any = None) -> None:
        super().__init__(
            data, initial={"first": away.first, "last": away.last, "text": away.text} if away else {}
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if not {"first", "last"} & set(self.errors):
            if (first is None) != (last is None):
                self.add_error("last" if last is None else "first", _("A holiday has a first and a last day."))
            elif first is not None and last is not None and last < first:
                self.add_error("last", _("It ends after it begins."))
        return said

    @property
    def away(self) -> Away | None:
        """What was said. Raises KeyError before `is_valid()`."""
        said = self.cleaned_data
        return Away(said["first"], said["last"], said["text"].strip()) if said["first"] else None
