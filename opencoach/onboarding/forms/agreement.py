from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from opencoach.onboarding.agreement import NAMES, unknown_placeholders
from opencoach.people.forms.fields import OneLine


class AcceptForm(forms.Form):
    """A client accepts the agreement."""

    name = OneLine(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    accepted = forms.BooleanField(
        label=_("I have read the agreement and accept it"),
        error_messages={"required": _("Tick it if you accept the agreement.")},
    )
    agreement = forms.UUIDField(widget=forms.HiddenInput)


class PlainAcceptForm(forms.Form):
    """A colleague comes in; there is no agreement to accept."""

    name = OneLine(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class AgreementForm(forms.Form):
    """The template of the practice's agreement, in Markdown."""

    text = forms.CharField(
        label=_("Text"),
        max_length=60_000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
        help_text=_(
            "Markdown: # for a heading, - for a list, **bold**. These are filled in for each client: %(names)s."
        )
        % {"names": ", ".join(f"{{{name}}}" for name in NAMES)},
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if unknown := unknown_placeholders(text):
            raise ValidationError(
                _("Nothing can be filled in for %(names)s. Correct the spelling, or take the braces away."),
                params={"names": ", ".join(f"{{{name}}}" for name in unknown)},
            )
        return text
