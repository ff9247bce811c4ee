"""A length of time as people say it: a number and a unit."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

UNITS = {"minutes": 1, "hours": 60, "days": 24 * 60}
LABELS = [("minutes", _("minutes")), ("hours", _("hours")), ("days", _("days"))]
MOST = 365 * UNITS["days"]


class SpanInput(forms.MultiWidget):
    """A number, and beside it the unit."""

    template_name = "sessions/span.html"

    def __init__(self) -> None:
        number = forms.NumberInput(attrs={"min": 0, "inputmode": "numeric"})
        super().__init__([number, forms.Select(attrs={"aria-label": _("Unit")}, choices=LABELS)])

    def decompress(self, value: int | None) -> list[Any]:
        """Minutes as the largest unit that they are a whole number of: 2880 is [2, "days"], 0 is [0, "hours"]."""
        if value is None:
            return [None, "hours"]
        unit = next((name for name in ("days", "hours") if value and value % UNITS[name] == 0), "minutes")
        return [value // UNITS[unit], unit if value else "hours"]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_


class Span(forms.MultiValueField):
    """A length of time, up to a year; gives whole minutes."""

    widget = SpanInput

    def __init__(self, **options: Any) -> None:
        number = forms.IntegerField(min_value=0, max_value=MOST)
        super().__init__((number, forms.ChoiceField(choices=LABELS)), **options)

    def compress(self, data_list: list[Any]) -> int | None:
        if not data_list:
            return None
        number, unit = data_list
        minutes = int(number) * UNITS[unit]
        if minutes > MOST:
            raise ValidationError(_("At most a year."), code="long")
        return minutes
