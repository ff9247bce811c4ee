from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine
from opencoach.people.models import Engagement, Membership
from opencoach.people.queries.specialisations import choices

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PauseForm(forms.Form):
    """From when until when nothing is due."""

    starts_on = forms.DateField(label=_("First day"), widget=DAY)
    ends_on = forms.DateField(
        label=_("Last day"), widget=DAY, required=False, help_text=_("Leave it empty if you don’t know yet.")
    )
    reason = OneLine(label=_("Why"), max_length=300, required=False, help_text=_("Both of you can read it."))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first."))
        return said


class EndForm(forms.Form):
    """Why it ends, if one likes to say."""

    reason = OneLine(label=_("Why"), max_length=300, required=False, help_text=_("Only coaches can read it."))


class DescribeForm(forms.Form):
    """What an engagement is about, and how much was agreed."""

    title = OneLine(label=_("Name until they have come in"), max_length=160)
    specialisation = forms.ChoiceField(label=_("Specialisation"), choices=choices)
    allotment_kind = forms.ChoiceField(label=_("Agreed"), choices=Engagement.Allotment.choices)
    allotment_amount = forms.IntegerField(
        label=_("How many"), required=False, min_value=1, max_value=1000, help_text=_("Sessions or hours.")
    )

    def __init__(self, engagement: Engagement, data: Any = None) -> None:
        in_time = engagement.allotment_kind == Engagement.Allotment.MINUTES
        amount = engagement.allotment_amount / 60 if in_time else engagement.allotment_amount
        super().__init__(
            data,
            initial={
                "title": engagement.title,
                "specialisation": engagement.specialisation,
                "allotment_kind": engagement.allotment_kind,
                "allotment_amount": int(amount) or None,
            },
        )
        if engagement.current_clients or engagement.group is not None:
            del self.fields["title"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        limited = said.get("allotment_kind") not in {None, Engagement.Allotment.OPEN}
        if limited and not said.get("allotment_amount") and "allotment_amount" not in self.errors:
            self.add_error("allotment_amount", _("How many were agreed?"))
        return said

    def values(self) -> dict[str, Any]:
        """What `describe_engagement` takes."""
        said = self.cleaned_data
        minutes = 60 if said["allotment_kind"] == Engagement.Allotment.MINUTES else 1
        return {
            "title": said.get("title"),
            "specialisation": said["specialisation"],
            "allotment_kind": said["allotment_kind"],
            "allotment_amount": (said["allotment_amount"] or 0) * minutes,
        }


class SponsorForm(forms.Form):
    """Who pays for it."""

    sponsor = forms.ModelChoiceField(
        label=_("Sponsor"), queryset=Membership.objects.none(), to_field_name="public_id", empty_label=None
    )

    def __init__(self, sponsors: QuerySet[Membership], data: Any = None) -> None:
        super().__init__(data)
        self.fields["sponsor"].queryset = sponsors  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """Which coach goes on with it."""

    coach = forms.ModelChoiceField(
        label=_("Coach"), queryset=Membership.objects.none(), to_field_name="public_id", empty_label=None
    )

    def __init__(self, coaches: QuerySet[Membership], data: Any = None) -> None:
        super().__init__(data)
        self.fields["coach"].queryset = coaches  # type: ignore[attr-defined]
