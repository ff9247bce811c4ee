"""The editor's form of each kind of material."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencoach.lib.words import one_line
from opencoach.library import captions
from opencoach.library.actions.materials import MOST_TAGS
from opencoach.library.models import Material
from opencoach.people.forms.fields import OneLine

LONGEST = 100_000  # characters
LINK = URLValidator(schemes=["http", "https"])
Kind = Material.Kind


def _body(label: Any, help_text: Any = "", *, required: bool = False, rows: int = 8) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "data-markdown": "", "dir": "auto"})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=LONGEST, widget=widget)


class MaterialForm(forms.Form):
    """What every material has: a title, words, tags, and whether colleagues may use it."""

    title = OneLine(label=_("Title"), max_length=200)
    body = _body(_("What it is about"), _("A sentence or two for whoever gets it."), rows=4)
    tags = OneLine(
        label=_("Tags"), required=False, max_length=400, help_text=_("What you look for, with commas: stress, sleep."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    shared = forms.BooleanField(
        label=_("Colleagues in the practice may use it"), required=False,
        help_text=_("They send it as it is, or copy it to change it."),
    )  # fmt: skip

    def clean_tags(self) -> list[str]:
        """The tags one by one, each once."""
        found: dict[str, str] = {}
        for part in self.cleaned_data["tags"].split(","):
            if name := one_line(part).lstrip("#"):
                found.setdefault(name.casefold(), name)
        if long := [name for name in found.values() if len(name) > 40]:
            raise ValidationError(_now("“%(begin)s…” is too long for a tag.") % {"begin": long[0][:30]})
        if len(found) > MOST_TAGS:
            raise ValidationError(_now("At most %(most)d tags, please.") % {"most": MOST_TAGS})
        return list(found.values())


class TextForm(MaterialForm):
    """Words to read."""

    body = _body(_("The text"), required=True, rows=18)


class LinkForm(MaterialForm):
    """Something elsewhere on the web."""

    url = forms.CharField(
        label=_("Address"), max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://", "autocomplete": "off"}),
    )  # fmt: skip
    field_order = ["title", "url"]

    def clean_url(self) -> str:
        url = one_line(self.cleaned_data["url"])
        try:
            LINK(url)
        except ValidationError:
            raise ValidationError(_now("This is no link. Write all of it, beginning with https://.")) from None
        return url


class FileForm(MaterialForm):
    """A file; a new one can take its place."""

    file = forms.FileField(
        label=_("Another file in its place"), required=False, help_text=_("Whoever has the present one keeps it.")
    )
    field_order = ["title", "body", "file"]


class MediaForm(FileForm):
    """Something to hear or see, with the same in words."""

    body = _body(
        _("The same in words"),
        _("For those who can’t hear or see it: what is said, and what there is to see. Without it or captions, it "
          "can’t be sent."),
        rows=12,
    )  # fmt: skip
    captions = forms.FileField(
        label=_("Captions"), required=False,
        help_text=_("A WebVTT or SubRip file (.vtt, .srt). They show in the film, and can be read as a text."),
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt"}),
    )  # fmt: skip
    without = forms.BooleanField(label=_("Take the present captions away"), required=False)
    field_order = ["title", "body", "captions", "without", "file"]

    def __init__(self, *args: Any, **options: Any) -> None:
        self.kept = str((options.get("initial") or {}).get("captions", ""))
        if options.get("initial"):
            options["initial"] = {**options["initial"], "captions": None}
        super().__init__(*args, **options)
        if not self.kept:
            del self.fields["without"]

    def clean_captions(self) -> str:
        """The captions as they are kept: those of a new file, else the present ones."""
        file = self.cleaned_data["captions"]
        if not file:
            return self.kept
        try:
            return captions.read(file.read(captions.LARGEST + 1))
        except captions.Wrong as wrong:
            raise ValidationError(str(wrong)) from None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        new = "captions" in self.files
        if values.get("without") and not new:
            values["captions"] = ""
        if not values.get("body", "").strip() and not values.get("captions") and "captions" not in self.errors:
            self.add_error("body", _now("Write it in words, or add captions: without either, it can’t be sent."))
        return values


FORMS: dict[str, type[MaterialForm]] = {
    Kind.TEXT: TextForm,
    Kind.LINK: LinkForm,
    Kind.FILE: FileForm,
    Kind.MEDIA: MediaForm,
}


def form_for(kind: str, *args: Any, **options: Any) -> MaterialForm:
    """The form of that kind of material."""
    return FORMS[kind](*args, **options)
