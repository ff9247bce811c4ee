from django import forms
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine, ZoneChoice
from opencoach.people.queries.specialisations import choices


class SetupForm(forms.Form):
    """The first coach and their practice."""

    display_name = OneLine(
        label=_("Your name"),
        max_length=120,
        help_text=_("As your clients know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("You sign in with it. Clients who answer a mail write to it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    practice_name = OneLine(
        label=_("Name of your practice"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    zone = ZoneChoice(widget=forms.Select(attrs={"data-browser-zone": True}), initial="UTC")
    specialisations = forms.MultipleChoiceField(
        label=_("What you coach"),
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each brings its own checklist of needs, measures and exercises. You can change it later."),
    )
