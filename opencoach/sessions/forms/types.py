from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencoach.lib.words import one_line
from opencoach.people.forms.fields import OneLine
from opencoach.people.models import Membership, Practice
from opencoach.questionnaires.models import Questionnaire
from opencoach.sessions import reminder_choices
from opencoach.sessions.forms.fields import Span
from opencoach.sessions.models import SessionType
from opencoach.sessions.models.type import DAY, Medium

MOST_QUESTIONS = 10
QUESTION = 200  # characters
NOWHERE = {Medium.VIDEO, Medium.TEXT}  # they happen here: there is no place to give
LINK = URLValidator(schemes=["http", "https"])


def _number(label: Any, least: int, most: int, **options: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=widget, **options)


class SessionTypeForm(forms.Form):
    """A kind of session: how long, where, who may book it how, and what is said about it."""

    name = OneLine(label=_("Name"), max_length=80)
    description = OneLine(
        label=_("What it is for"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A sentence or two for whoever books it."),
    )
    hue = forms.ChoiceField(
        label=_("Colour"), choices=Practice.Hue.choices, widget=forms.RadioSelect(attrs={"class": "radio"})
    )
    coaches = forms.MultipleChoiceField(label=_("Who holds it"), widget=forms.CheckboxSelectMultiple)
    minutes = _number(_("Length in minutes"), 5, DAY)
    before = _number(_("Minutes free before"), 0, DAY)
    after = _number(_("Minutes free after"), 0, DAY)
    medium = forms.ChoiceField(label=_("Where"), choices=Medium.choices, widget=forms.RadioSelect)
    place = OneLine(
        label=_("Address, link, or who calls whom"),
        max_length=300,
        required=False,
        help_text=_("The address for meeting in person, or the link, with its https:// in front."),
    )
    audience = forms.ChoiceField(
        label=_("Who may book it"), choices=SessionType.Audience.choices, widget=forms.RadioSelect
    )
    approval = forms.BooleanField(
        label=_("I say yes to each booking first"),
        required=False,
        help_text=_("The time is kept free until you answer."),
    )
    price = OneLine(
        label=_("Price"), max_length=80, required=False, help_text=_("In words, such as “90 €” or “Free of charge”.")
    )
    notice = Span(label=_("At least so long before"), help_text=_("Nobody books a session that begins sooner."))
    ahead_days = _number(_("At most so many days ahead"), 1, 730)
    per_day = _number(_("At most on one day"), 1, 99, required=False)
    per_week = _number(_("At most in one week"), 1, 999, required=False)
    free_until = Span(
        label=_("Moved or cancelled without cost until"),
        help_text=_("So long before it begins. Later than that, it counts as one of the agreed sessions."),
    )
    questions = forms.CharField(
        label=_("Asked when booking"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One question on each line, at most ten. Answering is up to whoever books."),
    )
    questionnaire = forms.ChoiceField(
        label=_("A questionnaire to answer before it"), required=False,
        help_text=_("It stands on the client’s Today once a session is booked, and on the session’s page."),
    )  # fmt: skip
    reminders = forms.MultipleChoiceField(
        label=_("Reminders"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("On the clock of whoever gets them."),
    )  # fmt: skip
    nudge_days = _number(
        _("Days with nothing booked until a reminder"), 1, 365, required=False,
        help_text=_("Counted from the last session. Leave it empty for none."),
    )  # fmt: skip
    nudged = forms.ChoiceField(
        label=_("Who is reminded that nothing is booked"), choices=SessionType.Nudged.choices, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(
        self, coaches: Sequence[Membership], kind: SessionType, data: Any = None, *,
        askable: Sequence[Questionnaire] = (),
    ) -> None:  # fmt: skip
        """`coaches`: those who can be chosen; with a single one there is nothing to choose, and no field. `askable`:
        the questionnaires that can be; without any there is no field either."""
        super().__init__(data, initial=_initial(kind))
        known = {one.pk: one for one in [*askable, *([kind.questionnaire] if kind.questionnaire else [])]}
        self.papers = {str(one.public_id): one for one in known.values()}
        if self.papers:
            asks = cast("forms.ChoiceField", self.fields["questionnaire"])
            asks.choices = [("", _("None")), *((key, one.title) for key, one in self.papers.items())]
        else:
            del self.fields["questionnaire"]
        self.people = {str(one.public_id): one for one in coaches}
        self.rules = reminder_choices.offered(kind.reminders)
        reminders = cast("forms.MultipleChoiceField", self.fields["reminders"])
        reminders.choices = [(key, reminder_choices.spoken(rule)) for key, rule in self.rules.items()]
        if len(coaches) > 1:
            holding = cast("forms.MultipleChoiceField", self.fields["coaches"])
            holding.choices = [(key, one.display_name) for key, one in self.people.items()]
        else:
            del self.fields["coaches"]

    def clean_questions(self) -> list[str]:
        found = [text for line in self.cleaned_data["questions"].splitlines() if (text := one_line(line))]
        if len(found) > MOST_QUESTIONS:
            raise ValidationError(_now("Ask at most %(most)d questions.") % {"most": MOST_QUESTIONS})
        if long := [text for text in found if len(text) > QUESTION]:
            said = _now("“%(begin)s…” is longer than %(most)d characters.")
            raise ValidationError(said % {"begin": long[0][:30], "most": QUESTION})
        if len({text.casefold() for text in found}) < len(found):
            raise ValidationError(_now("One question stands there twice."))
        return found

    def clean_nudged(self) -> str:
        return self.cleaned_data["nudged"] or SessionType.Nudged.CLIENT

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        medium, place = said.get("medium"), said.get("place", "")
        if medium in NOWHERE:
            self.errors.pop("place", None)
            said["place"] = place = ""
        if medium == Medium.IN_PERSON and not place and "place" in said:
            self.add_error("place", _("Say where you meet."))
        if medium == Medium.LINK and "place" in said:
            self._check_link(place)
        notice, ahead = said.get("notice"), said.get("ahead_days")
        if notice is not None and ahead is not None and notice >= ahead * DAY:
            self.add_error("ahead_days", _("Nobody could book it: it has to be booked longer before than that."))
        return said

    def _check_link(self, place: str) -> None:
        if not place:
            self.add_error("place", _("Give the link."))
            return
        try:
            LINK(place)
        except ValidationError:
            self.add_error("place", _("This is no link. Write all of it, beginning with https://."))

    def values(self) -> dict[str, Any]:
        """What `add_type` and `change_type` take. Raises KeyError before `is_valid()`."""
        said = {name: self.cleaned_data[name] for name in self.fields if name != "coaches"}
        if "questionnaire" in said:
            said["questionnaire"] = self.papers.get(said["questionnaire"])
        return said | {"reminders": [dict(rule) for key, rule in self.rules.items() if key in said["reminders"]]}

    def chosen(self) -> list[Membership]:
        """The coaches who are to hold it."""
        return [self.people[key] for key in self.cleaned_data.get("coaches", self.people)]


def _initial(kind: SessionType) -> dict[str, Any]:
    """The form's fields as the type has them."""
    values = {name: getattr(kind, name) for name in SessionTypeForm.base_fields if name != "coaches"}
    holding = kind.coach_parts.all() if kind.pk else []
    return values | {
        "questionnaire": str(kind.questionnaire.public_id) if kind.questionnaire else "",
        "questions": "\n".join(kind.questions),
        "reminders": [reminder_choices.key(rule) for rule in kind.reminders],
        "coaches": [str(part.membership.public_id) for part in holding],
    }
