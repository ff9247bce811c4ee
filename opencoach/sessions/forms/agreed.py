"""What somebody will do until the next time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine
from opencoach.plan import private
from opencoach.plan.actions.doing import Todo
from opencoach.plan.models import Action

LINE = 300
Timing = Action.Timing


class AgreedForm(forms.Form):
    """Its words and its day; of one that stands in the plan everything else stays as it is."""

    title = OneLine(label=_("What will they do?"), max_length=LINE)
    day = forms.DateField(
        label=_("By when"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    revision = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, action: Action | None = None) -> None:
        words = private.words(action) if action is not None else {}
        initial = {"title": words.get("title", ""), "day": action.day, "revision": action.revision} if action else None
        key = action.public_id if action is not None else "new"
        super().__init__(data, initial=initial, auto_id=f"agreed_{key}_%s")
        self.action, self.words = action, words

    @property
    def todo(self) -> Todo:
        said, row = self.cleaned_data, self.action
        if row is None:
            return Todo({"title": said["title"]}, Timing.BY if said["day"] else Timing.OPEN, said["day"])
        day, timing = said["day"], row.timing
        if row.is_again:  # its rule says when
            day = row.day
        elif (day is None) != (timing == Timing.OPEN):
            timing = Timing.BY if day else Timing.OPEN
        return Todo(
            {**self.words, "title": said["title"]}, timing, day, row.clock, row.rule, row.effort, row.side,
            row.reminds, row.goal, row.strategy,
        )  # fmt: skip
