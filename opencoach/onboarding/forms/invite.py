from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencoach.onboarding.actions.invite import NewClient
from opencoach.people.forms.fields import OneLine, ZoneChoice
from opencoach.people.models import Engagement, Membership, Practice
from opencoach.people.queries.specialisations import choices

ALLOTMENTS = [
    (Engagement.Allotment.OPEN, _("Open, as needed")),
    (Engagement.Allotment.SESSIONS, _("A number of sessions")),
    (Engagement.Allotment.MINUTES, _("A number of hours")),
]


class InviteClientForm(forms.Form):
    """Whom a coach invites, and to what."""

    name = OneLine(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    specialisation = forms.ChoiceField(label=_("Specialisation"), choices=choices)
    zone = ZoneChoice(required=False, help_text=_("Where the client lives. They can change it themselves."))
    allotment_kind = forms.ChoiceField(
        label=_("What was agreed"), choices=ALLOTMENTS, widget=forms.RadioSelect, initial=Engagement.Allotment.OPEN
    )
    allotment_amount = forms.IntegerField(
        label=_("How many"),
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    note = forms.CharField(
        label=_("A personal word"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stands at the top of the mail, under your name."),
    )

    @classmethod
    def of(cls, practice: Practice, data: Any = None) -> "InviteClientForm":
        first = practice.specialisations[0] if practice.specialisations else None
        return cls(data, initial={"zone": practice.zone, "specialisation": first})

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("allotment_kind") not in {None, Engagement.Allotment.OPEN} and not said.get("allotment_amount"):
            self.add_error("allotment_amount", _("Say how many."))
        return said

    def client(self) -> NewClient:
        """What was said, hours as minutes."""
        said = self.cleaned_data
        kind, amount = said["allotment_kind"], said.get("allotment_amount") or 0
        return NewClient(
            name=said["name"],
            email=said["email"],
            specialisation=said["specialisation"],
            zone=said["zone"],
            note=said["note"],
            allotment_kind=kind,
            allotment_amount=amount * 60 if kind == Engagement.Allotment.MINUTES else amount,
        )


class InviteColleagueForm(forms.Form):
    """Whom an owner asks into the practice."""

    name = OneLine(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            (Membership.Role.COACH, _("Coach: sees only their own clients")),
            (Membership.Role.ASSISTANT, _("Assistant: schedules, sees no coaching content")),
            (Membership.Role.SPONSOR, _("Sponsor: sees that the coaching goes on, and nothing that is said")),
            (Membership.Role.OWNER, _("Owner and coach: settings and people too")),
        ],
        widget=forms.RadioSelect,
        initial=Membership.Role.COACH,
    )
    note = forms.CharField(
        label=_("A personal word"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
