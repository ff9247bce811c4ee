"""A phone number for texts, its code, and how many texts a practice sends."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.people.forms.fields import PhoneNumber


class NumberForm(forms.Form):
    """Where texts should reach somebody."""

    number = PhoneNumber(
        label=gettext_lazy("Your mobile number"), required=True,
        help_text=gettext_lazy("With its country code, such as +49 1512 3456789."),
    )  # fmt: skip


class CodeForm(forms.Form):
    """The code of the text, and that they agree."""

    code = forms.CharField(
        label=gettext_lazy("The code from the text"), max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short"}),
    )  # fmt: skip
    agreed = forms.BooleanField(required=False)

    def __init__(self, wording: str, data: Any = None) -> None:
        super().__init__(data)
        self.fields["agreed"].label = wording

    def clean_agreed(self) -> bool:
        if not self.cleaned_data.get("agreed"):
            raise ValidationError(_("Without your word no texts are sent. You can take it back at any time."))
        return True


class TextPlanForm(forms.Form):
    """The most that a practice sends in a month."""

    most_parts = forms.IntegerField(
        label=gettext_lazy("Parts of texts in a month, at most"), min_value=0, max_value=1_000_000, required=False,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, most: int | None, data: Any = None) -> None:
        super().__init__(data, initial={"most_parts": most})
        self.fields["most_parts"].help_text = _(
            "Empty: as many as this installation allows, %(most)d. What is too much goes by mail."
        ) % {"most": settings.TEXT_CAP}
