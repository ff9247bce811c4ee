"""What is typed into a note, and into a template of notes."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencoach.notes import private
from opencoach.notes.actions.writing import LONGEST, Meanwhile
from opencoach.notes.models import Writing
from opencoach.people.forms.fields import OneLine

OFF = {"autocomplete": "off"}  # a browser that fills in what a hidden field held before would speak for another page


def text_field(label: Any, *, rows: int, required: bool = False, most: int | None = None) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "data-markdown": "", "dir": "auto"})
    return forms.CharField(label=label, required=required, max_length=most, widget=widget, strip=False)


class WritingForm(forms.Form):
    """The text, with the revision that it was made from and the page that it is written on."""

    body = text_field(_("Your note"), rows=14)
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput(attrs=OFF))
    writer = forms.CharField(max_length=36, required=False, widget=forms.HiddenInput(attrs=OFF))

    def __init__(self, data: Any = None, *, row: Writing | None = None, label: Any = None, name: str = "note") -> None:
        text = private.unseal(row) if row is not None else ""
        initial = {"body": text, "revision": row.revision if row else 0, "writer": str(uuid.uuid4())}
        super().__init__(data, initial=initial, auto_id=f"{name}_%s")
        self.elsewhere: Meanwhile | None = None
        if label:
            self.fields["body"].label = label

    def meet(self, meanwhile: Meanwhile) -> None:
        """Show what was typed beside what stands there now; saved again, it takes its place."""
        self.elsewhere = meanwhile
        self.data = {**dict(self.data.items()), "revision": str(meanwhile.revision)}
        self.add_error("body", str(meanwhile))


class TemplateForm(forms.Form):
    """One of a coach's own templates."""

    title = OneLine(label=_("Title"), max_length=120)
    body = text_field(_("What a note begins with"), rows=14, required=True, most=LONGEST // 10)
