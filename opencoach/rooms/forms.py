from django import forms
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine


class PromptForm(forms.Form):
    """One more question."""

    text = OneLine(label=_("A question that you like to ask"), max_length=500)
