"""Fields that the forms of a plan use."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext as _

from opencoach.people.forms.fields import OneLine
from opencoach.people.refusal import Refused
from opencoach.plan.actions import Changed
from opencoach.plan.spoken import as_said

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
    """A form about what somebody else may be changing too: it knows which `revision` it was opened with."""

    revision = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    saved: Any = None  # what the verb gave
    PLACES: ClassVar[Mapping[str, tuple[str, ...]]] = {}  # the fields of a place that has not one of its own name

    def save(self, action: Callable[[], object]) -> bool:
        """Do it; gives whether it was done. A refusal, or what somebody else wrote meanwhile, stands in the form."""
        try:
            self.saved = action()
        except Changed as clash:
            self.clash(clash)
        except Refused as error:
            self.add_error(None, str(error))
        else:
            return True
        return False

    def fields_of(self, row: Any, words: Mapping[str, Any]) -> Mapping[str, Any]:
        """The fields as that row has them; `row` is None where only words can clash."""
        return words

    def clash(self, clash: Changed) -> None:
        """Both: what this person typed stays in the field, what stands there now is said below it. Elsewhere the fields
        read as they do now. Sending it again keeps what is in the fields."""
        kept: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        kept[self.add_prefix("revision")] = str(clash.revision)
        now = self.fields_of(clash.row, clash.result)
        both = {name for place in clash.places for name in self.PLACES.get(place, (place,)) if name in self.fields}
        for name in set(self.fields) & set(now) - both - {"revision"}:
            put(kept, self.add_prefix(name), self.fields[name], now[name])
        self.add_error(None, str(clash))
        for name in both:
            theirs = shown(now.get(name), self.fields[name])
            if theirs != shown(self.cleaned_data.get(name), self.fields[name]):
                self.add_error(
                    name, _("Now it reads: “%(text)s”") % {"text": theirs} if theirs else _("It was emptied.")
                )
        self.data = kept

    def words(self, *names: str) -> dict[str, Any]:
        """What was typed into these fields."""
        return {name: self.cleaned_data.get(name) for name in names}


def put(data: Any, name: str, field: Any, value: Any) -> None:
    """What a browser would send for that value of a field."""
    if isinstance(value, (list, tuple)):
        data.setlist(name, [str(one) for one in value])
    elif isinstance(field, forms.BooleanField):
        data.setlist(name, ["on"] if value else [])
    elif isinstance(field, forms.ChoiceField):
        data[name] = "" if value is None else str(value)
    else:
        data[name] = field.widget.format_value(field.prepare_value(value)) or ""


def nothing(*names: str) -> dict[str, str]:
    """These words, none of which is there."""
    return dict.fromkeys(names, "")


def shown(value: Any, field: Any = None) -> str:
    """A value in words, "" for none."""
    if isinstance(value, Mapping):
        return str(value.get("text", ""))
    if isinstance(value, (list, tuple)):
        return "; ".join(shown(one, field) for one in value)
    if isinstance(field, forms.ChoiceField) and value not in {None, ""}:
        return str(dict(cast("Any", field.choices)).get(str(value), value))
    return as_said(value)
