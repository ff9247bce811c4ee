from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine, ZoneChoice
from opencoach.people.models import Practice
from opencoach.people.queries.specialisations import choices


class PracticeForm(forms.Form):
    """What a practice is called, how it looks, what it promises."""

    name = OneLine(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization"}))
    hue = forms.ChoiceField(
        label=_("Colour"), choices=Practice.Hue.choices, widget=forms.RadioSelect(attrs={"class": "radio"})
    )
    zone = ZoneChoice(help_text=_("The zone that new clients begin with."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    specialisations = forms.MultipleChoiceField(
        label=_("Specialisations"),
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each brings its own checklist of needs, measures and exercises."),
    )
    response_hours = forms.IntegerField(
        label=_("You answer within (hours)"),
        required=False,
        min_value=1,
        max_value=336,
        help_text=_("Clients see it where they write. Leave it empty to promise nothing."),
    )
    response_days = forms.IntegerField(
        label=_("Or within (working days)"),
        required=False,
        min_value=1,
        max_value=10,
        help_text=_("Monday to Friday, until the evening. If both are filled in, this is what is promised."),
    )
    welcome = forms.CharField(
        label=_("Welcome"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The first message in the conversation with a new client."),
    )

    @classmethod
    def of(cls, practice: Practice, data: Any = None) -> "PracticeForm":
        """The form, filled in from the practice."""
        return cls(data, initial={name: getattr(practice, name) for name in cls.base_fields})


class LogoForm(forms.Form):
    """A picture to stand beside the practice's name."""

    logo = forms.FileField(
        label=_("Logo"),
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        help_text=_("PNG, JPEG, WebP or GIF, up to 5 MB. It is shown small."),
    )
