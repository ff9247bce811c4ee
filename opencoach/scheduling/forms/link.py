from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine
from opencoach.scheduling.models import CalendarLink


class LinkForm(forms.Form):
    """What a calendar is called, and what of it counts."""

    name = OneLine(label=_("Name"), max_length=80, required=False, help_text=_("For you alone, such as “Family”."))
    all_day = forms.BooleanField(
        label=_("Whole days count, too"), required=False, help_text=_("Often these are birthdays and holidays.")
    )
    free = forms.BooleanField(label=_("What is marked as free counts, too"), required=False)

    @classmethod
    def of(cls, link: CalendarLink, data: Any = None) -> "LinkForm":
        return cls(data, initial={"name": link.name, "all_day": link.all_day, "free": link.free})


class NewLinkForm(LinkForm):
    address = forms.CharField(
        label=_("Address"),
        max_length=2000,
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false", "placeholder": "https://… .ics"}
        ),
        error_messages={"required": _("Paste the calendar’s address.")},
    )
    field_order = ("address", "name", "all_day", "free")
