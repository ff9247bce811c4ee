import datetime as dt
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.people.models import Membership
from opencoach.sessions import times
from opencoach.sessions.actions.booking import AGENDA
from opencoach.sessions.models import CoachingSession
from opencoach.sessions.models.type import Medium

DAY = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
TIME = {"type": "time", "class": "short"}


class AgendaForm(forms.Form):
    """What a session is to be about."""

    agenda = forms.CharField(
        label=_("What it is to be about"),
        required=False,
        max_length=AGENDA,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Both of you can write and read it."),
    )


class HoldForm(forms.Form):
    """What became of a session: its real times on the reader's clock, and who was not there."""

    became = forms.ChoiceField(
        label=_("What became of it"),
        choices=[("held", _("It was held")), ("missed", _("It did not happen"))],
        widget=forms.RadioSelect,
        initial="held",
    )
    began = forms.TimeField(label=_("It began at"), required=False, widget=forms.TimeInput(attrs=TIME, format="%H:%M"))
    ended = forms.TimeField(label=_("It ended at"), required=False, widget=forms.TimeInput(attrs=TIME, format="%H:%M"))
    missing = forms.MultipleChoiceField(
        label=_("Who was not there"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, session: CoachingSession, data: Any = None) -> None:
        began = timezone.localtime(session.started_at or session.starts_at)
        ended = timezone.localtime(session.ended_at or session.ends_at)
        attended = list(session.attendances.select_related("membership").order_by("pk"))
        super().__init__(
            data,
            initial={
                "became": "missed" if session.status == session.Status.MISSED else "held",
                "began": began.time(),
                "ended": ended.time(),
                "missing": [str(one.membership.public_id) for one in attended if one.presence == one.Presence.MISSING],
            },
        )
        self.session, self.day, self.zone = session, began.date(), str(timezone.get_current_timezone())
        self.people = {str(one.membership.public_id): one.membership for one in attended}
        missing = cast("forms.MultipleChoiceField", self.fields["missing"])
        missing.choices = [(key, one.display_name) for key, one in self.people.items()]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("became") == "missed" and not said.get("missing"):
            self.add_error("missing", _("Say who was not there."))
        return said

    @property
    def gone(self) -> list[Membership]:
        """The members who were missing."""
        return [self.people[key] for key in self.cleaned_data["missing"]]

    def moments(self) -> tuple[dt.datetime | None, dt.datetime | None]:
        """When it began and ended, as instants; an end before the beginning is on the next day."""
        began, ended = self.cleaned_data["began"], self.cleaned_data["ended"]
        first = times.instant(self.day, began, self.zone) if began else None
        day = self.day + dt.timedelta(days=1) if began and ended and ended <= began else self.day
        return first, times.instant(day, ended, self.zone) if ended else None


class LogForm(forms.Form):
    """A session that was held elsewhere, or before OpenCoach."""

    day = forms.DateField(label=_("Day"), widget=DAY)
    clock = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs=TIME, format="%H:%M"))
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=1, max_value=1440, initial=60, widget=forms.NumberInput(attrs={"class": "short"})
    )
    medium = forms.ChoiceField(label=_("Where"), choices=Medium.choices, initial=Medium.IN_PERSON)
    counts = forms.BooleanField(label=_("It counts as one of the agreed sessions"), required=False, initial=True)

    def start(self, zone: str) -> dt.datetime:
        """When it began, as an instant; the clock is the reader's."""
        return times.instant(self.cleaned_data["day"], self.cleaned_data["clock"], zone)
