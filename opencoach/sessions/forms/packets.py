"""What goes before or after a session, as a form: of a rule, or for one session."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from opencoach.library.actions.templates import LONGEST, check
from opencoach.library.models import Material
from opencoach.people.refusal import Refused
from opencoach.questionnaires.models import Questionnaire
from opencoach.sessions.actions.packets import Wanted
from opencoach.sessions.models import PacketRule
from opencoach.sessions.packets import timing
from opencoach.sessions.packets.timing import Timing


class PacketForm(forms.Form):
    """The words and the questions of a packet; its materials are chosen beside (`library/_picker.html`)."""

    text = forms.CharField(
        label=_("Your words"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "data-template": "", "dir": "auto"}),
    )  # fmt: skip
    questionnaire = forms.ChoiceField(
        label=_("Questions to answer"), required=False,
        help_text=_("They stand on the client’s Today and on the session’s page, and in the mail as a button."),
    )  # fmt: skip

    def __init__(self, askable: Sequence[Questionnaire], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.papers = {str(one.public_id): one for one in askable}
        if self.papers:
            asks = cast("forms.ChoiceField", self.fields["questionnaire"])
            asks.choices = [("", _("None")), *((key, one.title) for key, one in self.papers.items())]
        else:
            del self.fields["questionnaire"]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n").strip()
        try:
            check(text)
        except Refused as error:
            raise ValidationError(str(error)) from None
        return text

    def wanted(self, materials: Sequence[Material]) -> Wanted:
        """What the action takes."""
        said = self.cleaned_data
        return Wanted(
            text=said["text"], materials=materials, questionnaire=self.papers.get(said.get("questionnaire", "")),
            attach=said.get("attach", False), summary=said.get("summary", False), actions=said.get("actions", False),
        )  # fmt: skip


class RuleForm(PacketForm):
    """A rule: when, and for what comes after a session also what was agreed in it."""

    timing = forms.ChoiceField(label=_("When"))
    summary = forms.BooleanField(
        label=_("With my summary of the session"), required=False,
        help_text=_("It waits until you have shared it, on the page after the session; Today reminds you."),
    )  # fmt: skip
    actions = forms.BooleanField(label=_("With the actions that were agreed in it"), required=False)
    attach = forms.BooleanField(
        label=_("Attach the files to the mail, too"), required=False, help_text=_("Those up to 5 MB.")
    )
    field_order = ["timing", "text", "summary", "actions", "questionnaire", "attach"]

    def __init__(
        self, moment: str, askable: Sequence[Questionnaire], data: Any = None, initial: Any = None, *,
        stored: Timing | None = None,
    ) -> None:  # fmt: skip
        super().__init__(askable, data, initial)
        self.times = timing.offered(moment, stored)
        when = cast("forms.ChoiceField", self.fields["timing"])
        when.choices = [(key, timing.spoken(one)) for key, one in self.times.items()]
        if moment == PacketRule.Moment.BEFORE:
            del self.fields["summary"], self.fields["actions"]

    @property
    def chosen(self) -> Timing:
        return self.times[self.cleaned_data["timing"]]


class OnePacketForm(PacketForm):
    """What goes for one session alone."""

    field_order = ["text", "questionnaire"]
