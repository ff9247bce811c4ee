import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine, ZoneChoice
from opencoach.scheduling import hour_words
from opencoach.scheduling.models import Availability

DAY = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")


class HoursField(forms.CharField):
    """Hours of a day as people type them; gives ranges of minutes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "max_length": 200, **options})
        self.widget.attrs.update({"autocomplete": "off", "inputmode": "text"})

    def clean(self, value: Any) -> list[tuple[int, int]]:
        try:
            return hour_words.parse(super().clean(value))
        except ValueError as error:
            raise ValidationError(str(error), code="hours") from error


class WeekForm(forms.Form):
    """The hours of each weekday, Monday first."""

    def __init__(self, availability: Availability, data: Any = None) -> None:
        initial = {f"day{day}": hour_words.say(ranges) for day, ranges in availability.weekly.items()}
        super().__init__(data, initial=initial)
        for day in range(7):
            self.fields[f"day{day}"] = HoursField(label=WEEKDAYS[day])

    @property
    def weekly(self) -> dict[int, list[tuple[int, int]]]:
        """By weekday."""
        return {day: self.cleaned_data[f"day{day}"] for day in range(7)}

    def with_copies(self) -> Any:
        """What was typed, with Monday's hours from Tuesday to Friday."""
        return {f"day{day}": self.data.get("day0" if day < 5 else f"day{day}", "") for day in range(7)}


class Days(forms.Form):
    """From one day to another; one day where the last is left out."""

    first = forms.DateField(label=_("From"), widget=DAY)
    last = forms.DateField(label=_("Until"), widget=DAY, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        said["last"] = last or first
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        if first and first < dt.date(2020, 1, 1):
            self.add_error("first", _("This day is long gone."))
        return said


class OverrideForm(Days):
    """Days on which other hours hold."""

    ranges = HoursField(label=_("Hours"), help_text=_("Leave it empty for a day off."))
    label = OneLine(label=_("What for"), max_length=80, required=False, help_text=_("Only you see it."))


class TravelForm(Days):
    """Days in another zone."""

    zone = ZoneChoice(label=_("Where"))
