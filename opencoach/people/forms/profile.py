from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine, PhoneNumber, ZoneChoice
from opencoach.people.models import Membership

CLOCKS = {"": None, "12": True, "24": False}


class ProfileForm(forms.Form):
    """What somebody says about themselves in one practice, and how they like it there."""

    display_name = OneLine(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = PhoneNumber(help_text=_("With its country code, such as +49 30 901820. Leave it empty if you like."))
    zone = ZoneChoice(help_text=_("Every time is shown to you in this zone."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(
        label=_("Look"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    clock = forms.ChoiceField(
        label=_("Clock"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", _("As the language")), ("24", _("16:30")), ("12", _("4:30 pm"))],
    )
    show_presence = forms.BooleanField(
        label=_("Show others when I am here"),
        required=False,
        help_text=_("And while I write, and when a message has reached one of my devices."),
    )
    show_seen = forms.BooleanField(label=_("Show others what I have seen"), required=False)
    sound = forms.BooleanField(label=_("Play a sound when a message comes in"), required=False)
    mail_words = forms.BooleanField(
        label=_("Put the words of new messages into e-mails"),
        required=False,
        help_text=_("Without it, an e-mail says only who wrote, and leads to the conversation."),
    )

    @classmethod
    def of(cls, membership: Membership, data: Any = None) -> "ProfileForm":
        """The form, filled in from the membership."""
        likes = membership.preferences
        return cls(
            data,
            initial={
                "display_name": membership.display_name,
                "phone": membership.phone,
                "zone": membership.zone,
                "language": membership.language,
                "theme": membership.theme,
                "clock": {True: "12", False: "24"}.get(likes.get("hour12"), ""),
                "show_presence": likes.get("show_presence", True),
                "show_seen": likes.get("show_seen", True),
                "sound": likes.get("sound", False),
                "mail_words": likes.get("mail_words", True),
            },
        )

    def values(self) -> dict[str, Any]:
        """What `change_profile` takes. Raises KeyError before `is_valid()`."""
        said = self.cleaned_data
        return {
            "display_name": said["display_name"],
            "phone": said["phone"],
            "zone": said["zone"],
            "language": said["language"],
            "preferences": {
                "theme": said["theme"],
                "hour12": CLOCKS[said["clock"]],
                "show_presence": said["show_presence"],
                "show_seen": said["show_seen"],
                "sound": said["sound"],
                "mail_words": said["mail_words"],
            },
        }


class RoleForm(forms.Form):
    """A colleague's role."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            (role.value, role.label)
            for role in (Membership.Role.OWNER, Membership.Role.COACH, Membership.Role.ASSISTANT)
        ],
    )
