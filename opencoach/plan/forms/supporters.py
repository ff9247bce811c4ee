"""Forms of supporters: whom the client asks, and what a supporter sends."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.people.forms.fields import OneLine
from opencoach.plan.models import SupporterAnswer


class InviteSupporterForm(forms.Form):
    """Somebody to stand by a goal."""

    name = OneLine(label=gettext_lazy("Their name"), max_length=80, help_text=gettext_lazy("As you call them."))
    address = forms.EmailField(label=gettext_lazy("Their e-mail address"), max_length=254)
    note = forms.CharField(
        label=gettext_lazy("A word to them"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )


class CheerForm(forms.Form):
    """What a supporter sends: a word, and the pulse where it is asked for."""

    pulse = forms.TypedChoiceField(
        label=gettext_lazy("How do you see it going?"), choices=SupporterAnswer.Pulse.choices, coerce=int,
        empty_value=None, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("A word to them"), required=False, max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Best about something that you saw."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, asked: bool) -> None:
        super().__init__(data)
        if not asked:
            del self.fields["pulse"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("text") and given.get("pulse") is None:
            raise forms.ValidationError(
                _("Write a word, or choose how you see it going.")
                if "pulse" in self.fields
                else _("Write a word first.")
            )
        return given
