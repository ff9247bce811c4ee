from django import forms
from django.utils.translation import gettext_lazy as _

from opencoach.lib.words import one_line


class CodeForm(forms.Form):
    """The code of a mail, as people type it: any case, spaces or dashes in between."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"class": "code", "autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}
        ),
    )

    def clean_code(self) -> str:
        return one_line(self.cleaned_data["code"]).replace(" ", "").replace("-", "").upper()
