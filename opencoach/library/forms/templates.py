from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from opencoach.library.actions.templates import LONGEST, check
from opencoach.people.forms.fields import OneLine
from opencoach.people.refusal import Refused


class TemplateForm(forms.Form):
    """Words with fields; a wrong field is named before it is kept."""

    title = OneLine(label=_("Title"), max_length=120, help_text=_("Only you see it."))
    body = forms.CharField(
        label=_("The words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10, "data-template": "", "dir": "auto"}),
    )
    shared = forms.BooleanField(label=_("Colleagues in the practice may use it"), required=False)

    def clean_body(self) -> str:
        text: str = self.cleaned_data["body"].replace("\r\n", "\n").strip()
        try:
            check(text)
        except Refused as error:
            raise ValidationError(str(error)) from None
        return text
