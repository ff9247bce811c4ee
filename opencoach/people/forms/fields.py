"""Form fields that several forms use: a zone, a phone number, one line of words."""

import zoneinfo
from functools import cache
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from opencoach.lib.fields import zone_names
from opencoach.lib.words import one_line

AREAS = frozenset({"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"})


@cache
def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """All zones that name a place, by area, the way one says them: ("Europe", [("Europe/Berlin", "Berlin"), …])."""
    areas: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(zoneinfo.available_timezones()):
        area, _slash, place = name.partition("/")
        if area in AREAS:
            areas.setdefault(area, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return [*areas.items(), ("UTC", [("UTC", "UTC")])]


class ZoneChoice(forms.ChoiceField):
    """A select of zones; one that is stored already but not offered any more stays choosable."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"choices": zone_choices, "label": _("Time zone"), **options})

    def valid_value(self, value: Any) -> bool:
        return str(value) in zone_names()


class OneLine(forms.CharField):
    """Words on one line, without what could turn a page around."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class PhoneNumber(forms.CharField):
    """A phone number as people write it, with its country code; gives E.164 ("+4930901820") or ""."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 40, "required": False, "label": _("Phone"), **options})

    def clean(self, value: Any) -> str:
        text = one_line(super().clean(value) or "")
        if not text:
            return ""
        if text.startswith("00"):
            text = f"+{text[2:]}"
        if not text.startswith("+"):
            raise ValidationError(_("Write it with its country code, such as +49 30 901820."), code="country")
        try:
            number = phonenumbers.parse(text)
        except phonenumbers.NumberParseException as error:
            raise ValidationError(_("This is not a phone number."), code="phone") from error
        if not phonenumbers.is_valid_number(number):
            raise ValidationError(_("There is no such phone number. Look at the digits again."), code="phone")
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))

    def prepare_value(self, value: Any) -> Any:
        """A stored number is shown the way people write it; what was typed stays as it was typed."""
        if not isinstance(value, str) or not value.startswith("+") or " " in value:
            return value
        try:
            number = phonenumbers.parse(value)
        except phonenumbers.NumberParseException:
            return value
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
