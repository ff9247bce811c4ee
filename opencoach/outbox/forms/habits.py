"""How somebody wants to be reached."""

import datetime as dt
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opencoach.outbox import ports, roads
from opencoach.outbox.calm.habits import CAPS, LONGEST_PAUSE, Gather, Habits

NIGHT = (dt.time(21), dt.time(8))  # what is offered to who has no quiet hours yet


def _time(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class HabitsForm(forms.Form):
    """Quiet hours, what goes in one mail, how many a day, a pause, and what comes at all."""

    groups = forms.MultipleChoiceField(
        label=gettext_lazy("By e-mail you get"), required=False, widget=forms.CheckboxSelectMultiple
    )
    texts = forms.MultipleChoiceField(
        label=gettext_lazy("By text you get, too"), required=False, widget=forms.CheckboxSelectMultiple
    )
    pushes = forms.MultipleChoiceField(
        label=gettext_lazy("As a notification you get, too"), required=False, widget=forms.CheckboxSelectMultiple
    )
    quiet = forms.BooleanField(label=gettext_lazy("Keep hours quiet"), required=False)
    quiet_from = _time(gettext_lazy("From"))
    quiet_until = _time(gettext_lazy("Until"))
    gather = forms.ChoiceField(
        label=gettext_lazy("In one mail"),
        widget=forms.RadioSelect,
        choices=[
            (Gather.MOMENT.value, gettext_lazy("What is due at the same time")),
            (Gather.DAY.value, gettext_lazy("What can wait, once a day")),
            (Gather.OFF.value, gettext_lazy("Each by itself")),
        ],
    )
    gather_at = _time(gettext_lazy("Once a day at"))
    cap = forms.TypedChoiceField(
        label=gettext_lazy("Mails a day, at most"), required=False, coerce=int, empty_value=None,
        help_text=gettext_lazy("What is too much comes the next day, or not at all where it would be too late."),
    )  # fmt: skip
    pause_from = _day(gettext_lazy("First day"))
    pause_until = _day(gettext_lazy("Last day"))

    def __init__(
        self, habits: Habits, ended: Collection[str], data: Any = None,
        *, by_roads: Mapping[str, Collection[str]] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        """`by_roads`: the groups that come by another road, by its channel; one that can't reach them is not in it."""
        quiet = habits.quiet or NIGHT
        pause = habits.pause or (None, None)
        initial = {
            "groups": [group for group in ports.groups if group not in ended],
            "quiet": habits.quiet is not None, "quiet_from": quiet[0], "quiet_until": quiet[1],
            "gather": habits.gather.value, "gather_at": habits.gather_at, "cap": habits.cap or "",
            "pause_from": pause[0], "pause_until": pause[1],
        }  # fmt: skip
        super().__init__(data, initial=initial)
        self.zone = habits.zone
        groups: Any = self.fields["groups"]
        groups.choices = sorted(ports.groups.items(), key=lambda one: str(one[1]))
        for road in roads.ROADS:
            if road.channel not in by_roads:
                del self.fields[road.key]
                continue
            field: Any = self.fields[road.key]
            field.choices = sorted(road.groups().items(), key=lambda one: str(one[1]))
            field.initial = sorted(by_roads[road.channel])
        caps: Any = self.fields["cap"]
        caps.choices = [
            ("", _("As many as come")),
            *((one, ngettext("%d mail", "%d mails", one) % one) for one in CAPS),
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("quiet") and "quiet_from" not in self.errors and "quiet_until" not in self.errors:
            if not said.get("quiet_from") or not said.get("quiet_until"):
                self.add_error("quiet", _("From when until when?"))
            elif said["quiet_from"] == said["quiet_until"]:
                self.add_error("quiet_until", _("These hours end when they begin. Choose another end."))
        if said.get("gather") == Gather.DAY and not said.get("gather_at") and "gather_at" not in self.errors:
            self.add_error("gather_at", _("At what time?"))
        self._check_pause(said.get("pause_from"), said.get("pause_until"))
        return said

    def _check_pause(self, first: dt.date | None, last: dt.date | None) -> None:
        if {"pause_from", "pause_until"} & set(self.errors):
            return
        if (first is None) != (last is None):
            self.add_error("pause_until" if last is None else "pause_from", _("A pause has a first and a last day."))
        elif first is not None and last is not None:
            if last < first:
                self.add_error("pause_until", _("A pause ends after it begins."))
            elif (last - first).days >= LONGEST_PAUSE:
                self.add_error("pause_until", _("A pause lasts %d days at most.") % LONGEST_PAUSE)

    @property
    def habits(self) -> Habits:
        """What was chosen. Raises KeyError before `is_valid()`."""
        said = self.cleaned_data
        return Habits(
            zone=self.zone,
            quiet=(said["quiet_from"], said["quiet_until"]) if said["quiet"] else None,
            gather=Gather(said["gather"]),
            gather_at=said["gather_at"] or Habits().gather_at,
            cap=said["cap"],
            pause=(said["pause_from"], said["pause_until"]) if said["pause_from"] else None,
        )

    @property
    def by_roads(self) -> dict[str, set[str]]:
        """The groups that come by each road that was asked about, by its channel."""
        return {road.channel: set(self.cleaned_data[road.key]) for road in roads.ROADS if road.key in self.fields}

    @property
    def ended(self) -> set[str]:
        """The groups of mails that are not wanted."""
        return set(ports.groups) - set(self.cleaned_data["groups"])
