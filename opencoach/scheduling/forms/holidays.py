import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencoach.scheduling import public_holidays

YEARS = 3  # from this one on


class HolidayForm(forms.Form):
    """Whose public holidays, and of which year."""

    country = forms.ChoiceField(label=_("Country"))
    region = forms.ChoiceField(label=_("Region"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, data: Any, today: dt.date) -> None:
        super().__init__(data)
        self.fields["country"].choices = list(public_holidays.countries().items())  # type: ignore[attr-defined]
        years = [(year, str(year)) for year in range(today.year, today.year + YEARS)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]
        country = data.get("country", "")
        found = public_holidays.regions(country) if country in public_holidays.countries() else []
        if found:
            everywhere = ("", _("Everywhere in the country"))
            choices = [everywhere, *((one.code, one.name) for one in found)]
            self.fields["region"].choices = choices  # type: ignore[attr-defined]
            if data.get("region", "") not in {one.code for one in found}:  # the country is another one now
                self.data = {**{name: data.get(name, "") for name in ("country", "year")}, "region": ""}
        else:
            del self.fields["region"]
