"""Fields that the forms of a plan use."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from opencoach.people.forms.fields import OneLine
from opencoach.people.refusal import Refused
from opencoach.plan.actions import Changed

LINE, TEXT = 300, 2000  # characters
TEN = [(str(number), str(number)) for number in range(11)]
FIVE = [(str(number), str(number)) for number in range(1, 6)]


class Scale(forms.RadioSelect):
    """Numbers in a row, one of which is chosen."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "point"})


def ten(label: Any, help_text: Any = "", *, required: bool = True) -> forms.TypedChoiceField:
    """A number from 0 to 10."""
    return forms.TypedChoiceField(
        label=label, help_text=help_text, choices=TEN, coerce=int, empty_value=None, widget=Scale(), required=required
    )


def five(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    """A number from 1 to 5, or none."""
    return forms.TypedChoiceField(
        label=label, help_text=help_text, choices=FIVE, coerce=int, empty_value=None, widget=Scale(), required=False
    )


def line(label: Any, help_text: Any = "", *, required: bool = False, placeholder: Any = "") -> OneLine:
    """A sentence or two, on one line when it is kept."""
    widget = forms.Textarea(attrs={"rows": 2, "class": "line", **({"placeholder": placeholder} if placeholder else {})})
    return OneLine(label=label, help_text=help_text, required=required, max_length=LINE, widget=widget)


def paragraph(label: Any, help_text: Any = "", *, required: bool = False, rows: int = 3) -> forms.CharField:
    """A paragraph or two."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=TEXT, widget=widget)


def day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget)


class WordsForm(forms.Form):
    """A form about words that somebody else may be changing too: it knows which `revision` it was opened with."""

    revision = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def save(self, action: Callable[[], object]) -> bool:
        """Do it; gives whether it was done. A refusal, or what somebody else wrote meanwhile, stands in the form."""
        try:
            action()
        except Changed as clash:
            self.clash(clash)
        except Refused as error:
            self.add_error(None, str(error))
        else:
            return True
        return False

    def clash(self, clash: Changed) -> None:
        """Both texts: what this person typed stays in the field, what stands there now is said below it. Sending it
        again keeps what is in the fields."""
        kept: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        kept[self.add_prefix("revision")] = str(clash.revision)
        for name in self.fields:
            if name in clash.result and name not in clash.places:
                kept[self.add_prefix(name)] = clash.result[name]
        self.add_error(None, str(clash))
        for name in clash.places & set(self.fields):
            theirs = shown(clash.result.get(name))
            self.add_error(name, _("Now it reads: “%(text)s”") % {"text": theirs} if theirs else _("It was emptied."))
        self.data = kept

    def words(self, *names: str) -> dict[str, Any]:
        """What was typed into these fields."""
        return {name: self.cleaned_data.get(name) for name in names}


def shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("text", ""))
    return "; ".join(map(shown, value)) if isinstance(value, list) else str(value or "")
