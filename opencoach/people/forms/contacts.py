"""Crisis and referral contacts: a few lines of name, number, address and a word about each."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine

MOST = 12


class ContactForm(forms.Form):
    """One contact. An empty line is no contact; a phone number may be short (112) or have letters in it."""

    name = OneLine(label=_("Name"), max_length=120, required=False)
    phone = OneLine(label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    url = forms.URLField(label=_("Web page"), max_length=300, required=False, assume_scheme="https")
    details = OneLine(label=_("When, and for what"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and any(said.values()):
            if not said["name"]:
                self.add_error("name", _("Who is this?"))
            if not said["phone"] and not said["url"]:
                self.add_error("phone", _("Give a phone number or a web page."))
        return said


_Set = forms.formset_factory(ContactForm, extra=2, max_num=MOST, absolute_max=MOST, validate_max=True)


class ContactForms(_Set):  # type: ignore[misc, valid-type]
    """The contacts of one kind, with two empty lines to add more."""

    def values(self) -> list[dict[str, str]]:
        """The contacts that were filled in, in order."""
        filled = (form.cleaned_data for form in self.forms)
        return [{key: said[key] for key in ("name", "details", "phone", "url")} for said in filled if said.get("name")]
