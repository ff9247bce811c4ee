import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencoach.sessions import times
from opencoach.sessions.actions.booking import AGENDA
from opencoach.sessions.models import SessionType


class BookForm(forms.Form):
    """What is said when booking: the type's questions, and what it is to be about."""

    agenda = forms.CharField(
        label=_("What it is to be about"),
        required=False,
        max_length=AGENDA,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Both of you can change it later."),
    )

    def __init__(self, kind: SessionType, data: Any = None) -> None:
        super().__init__(data)
        self.questions = [str(question) for question in kind.questions]
        for number, question in enumerate(self.questions):
            self.fields[f"question{number}"] = forms.CharField(
                label=question, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
            )

    def answers(self) -> list[tuple[str, str]]:
        """The questions with what was answered."""
        return [(text, self.cleaned_data[f"question{n}"]) for n, text in enumerate(self.questions)]


class AnyTimeForm(forms.Form):
    """A time that the practice chooses, whether it is offered or not."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    clock = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def start(self, zone: str) -> dt.datetime:
        """As an instant; the clock is the reader's."""
        return times.instant(self.cleaned_data["day"], self.cleaned_data["clock"], zone)
