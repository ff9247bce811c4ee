from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencoach.lib.words import one_line
from opencoach.onboarding.forms import CodeForm
from opencoach.people.forms.fields import OneLine
from opencoach.scheduling.actions.holding import Said
from opencoach.sessions.actions.booking import AGENDA
from opencoach.sessions.models import SessionType

__all__ = ["CodeForm", "DetailsForm"]


class DetailsForm(forms.Form):
    """Who wants a first talk, and the type's questions; `said`: what they typed before."""

    name = OneLine(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("A code goes there, to make sure that it is yours."),
    )  # fmt: skip

    def __init__(self, kind: SessionType, data: Any = None, *, said: Said | None = None) -> None:
        super().__init__(data, initial={"name": said.name, "email": said.email} if said else None)
        self.lost = False  # the time cannot be had: others are offered
        self.questions = [str(question) for question in kind.questions]
        known = dict(said.answers) if said else {}
        for number, question in enumerate(self.questions):
            self.fields[f"question{number}"] = forms.CharField(
                label=question, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
                initial=known.get(question, ""),
            )  # fmt: skip
        if not self.questions:
            self.fields["agenda"] = forms.CharField(
                label=_("What it is to be about"), required=False, max_length=AGENDA,
                widget=forms.Textarea(attrs={"rows": 3}), initial=said.agenda if said else "",
            )  # fmt: skip

    @property
    def is_trapped(self) -> bool:
        """Whether the field is filled in that people don't see."""
        return bool(self.data.get("website"))

    def said(self) -> Said:
        answers = [(text, self.cleaned_data[f"question{n}"]) for n, text in enumerate(self.questions)]
        values = self.cleaned_data
        return Said(one_line(values["name"]), values["email"], answers, values.get("agenda", ""))
