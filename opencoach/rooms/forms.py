from django import forms
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine
from opencoach.plan.forms.fields import day, line


class PromptForm(forms.Form):
    """One more question."""

    text = OneLine(label=_("A question that you like to ask"), max_length=500)


class AgreedForm(forms.Form):
    """What somebody will do until the next time."""

    title = line(_("What will you do?"), required=True)
    day = day(_("By when"))
