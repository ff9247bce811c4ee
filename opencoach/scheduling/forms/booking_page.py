from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencoach.scheduling.models import BookingPage, CoachPage
from opencoach.sessions.models import SessionType

MOST_SITES = 20
ABOUT = 1000


def _about(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=ABOUT, widget=forms.Textarea(attrs={"rows": 4}), help_text=help_text
    )


class CoachPageForm(forms.Form):
    """A coach's page: open or not, its address, their words, and which first talks."""

    is_open = forms.BooleanField(
        label=_("My page is open: whoever has its address can book a first talk"), required=False
    )
    slug = forms.SlugField(
        label=_("Address"),
        max_length=60,
        help_text=_("Small letters, digits and dashes. Links to an older one stop working."),
    )
    about = _about(_("About you"), _("A few sentences for whoever doesn’t know you yet."))
    kinds = forms.MultipleChoiceField(
        label=_("What can be booked there"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, page: CoachPage, kinds: Sequence[SessionType], data: Any = None) -> None:
        left_out = {one.pk for one in page.left_out.all()} if page.pk else set()
        super().__init__(
            data,
            initial={
                "is_open": page.opened_at is not None,
                "slug": page.slug,
                "about": page.about,
                "kinds": [str(one.public_id) for one in kinds if one.pk not in left_out],
            },
        )
        self.by_id = {str(one.public_id): one for one in kinds}
        if len(kinds) > 1:
            field = cast("forms.MultipleChoiceField", self.fields["kinds"])
            field.choices = [(key, one.name) for key, one in self.by_id.items()]
        else:
            del self.fields["kinds"]

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()

    def left_out(self) -> list[SessionType]:
        """The first talks that are not to be booked there."""
        chosen = self.cleaned_data.get("kinds")
        return [] if chosen is None else [one for key, one in self.by_id.items() if key not in chosen]


class PracticePageForm(forms.Form):
    """The practice's page."""

    is_open = forms.BooleanField(
        label=_("The practice’s page is open: it lists the coaches whose pages are"), required=False
    )
    about = _about(_("About the practice"), _("A few sentences at its top."))
    listed = forms.BooleanField(label=_("Search engines may list the pages"), required=False)

    @classmethod
    def of(cls, page: BookingPage, data: Any = None) -> "PracticePageForm":
        return cls(data, initial={"is_open": page.opened_at is not None, "about": page.about, "listed": page.listed})


class SitesForm(forms.Form):
    """The sites that may show the pages in a frame."""

    sites = forms.CharField(
        label=_("Sites that may show it"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line, such as https://www.example.org. No other site can."),
    )  # fmt: skip

    @classmethod
    def of(cls, page: BookingPage, data: Any = None) -> "SitesForm":
        return cls(data, initial={"sites": "\n".join(page.sites)})

    def clean_sites(self) -> list[str]:
        found: list[str] = []
        for line in self.cleaned_data["sites"].split():
            origin = _origin(line)
            if origin not in found:
                found.append(origin)
        if len(found) > MOST_SITES:
            raise ValidationError(_now("At most %(most)d sites.") % {"most": MOST_SITES})
        return found


def _origin(text: str) -> str:
    """ "https://example.org/page" → "https://example.org". Raises ValidationError; nothing else reaches a header."""
    wrong = ValidationError(_now("“%(text)s” is no site. Write it as https://www.example.org.") % {"text": text[:60]})
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError as error:
        raise wrong from error
    letters = set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    if parts.scheme not in {"http", "https"} or not host or set(host) - letters or parts.username or ".." in host:
        raise wrong
    if "." not in host and host != "localhost":
        raise wrong
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")
