"""The library's forms of signing in, in our words: labels that stay visible, no placeholder in place of one.

Settings name them (ACCOUNT_FORMS, MFA_FORMS); nobody else imports this module.
"""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LENGTH = _("At least 10 characters. Three or four words in a row are good.")
CODE = {"class": "code", "autocapitalize": "characters", "spellcheck": "false"}
FROM_APP = {"class": "code", "autocapitalize": "none", "spellcheck": "false"}


class Worded:
    """Mixed into a form: `labels` and `helps` by field. A help that isn't named is taken away."""

    labels: ClassVar[dict[str, Promise]] = {}
    helps: ClassVar[dict[str, Promise]] = {}
    attrs: ClassVar[dict[str, dict[str, str]]] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.update(self.attrs.get(name, {}))


class LoginForm(Worded, account.LoginForm):  # type: ignore[misc]
    labels: ClassVar = {
        "login": _("E-mail address"),
        "password": _("Password"),
        "remember": _("Stay signed in on this device"),
    }


class RequestLoginCodeForm(Worded, account.RequestLoginCodeForm):  # type: ignore[misc]
    labels: ClassVar = {"email": _("E-mail address")}


class ConfirmLoginCodeForm(Worded, account.ConfirmLoginCodeForm):  # type: ignore[misc]
    labels: ClassVar = {"code": _("Code")}
    attrs: ClassVar = {"code": CODE}


class AddAddressForm(Worded, account.AddEmailForm):  # type: ignore[misc]
    labels: ClassVar = {"email": _("New address")}


class ResetPasswordForm(Worded, account.ResetPasswordForm):  # type: ignore[misc]
    labels: ClassVar = {"email": _("E-mail address")}


class ChangePasswordForm(Worded, account.ChangePasswordForm):  # type: ignore[misc]
    labels: ClassVar = {
        "oldpassword": _("Password until now"),
        "password1": _("New password"),
        "password2": _("The new password once more"),
    }
    helps: ClassVar = {"password1": LENGTH}


class SetPasswordForm(Worded, account.SetPasswordForm):  # type: ignore[misc]
    labels: ClassVar = {"password1": _("Password"), "password2": _("The password once more")}
    helps: ClassVar = {"password1": LENGTH}


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):  # type: ignore[misc]
    labels: ClassVar = {"password1": _("New password"), "password2": _("The new password once more")}
    helps: ClassVar = {"password1": LENGTH}


class ReauthenticateForm(Worded, account.ReauthenticateForm):  # type: ignore[misc]
    labels: ClassVar = {"password": _("Password")}


class ConfirmAddressForm(Worded, account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    labels: ClassVar = {"code": _("Code")}
    attrs: ClassVar = {"code": CODE}


class AuthenticateForm(Worded, mfa.AuthenticateForm):  # type: ignore[misc]
    labels: ClassVar = {"code": _("Code")}
    helps: ClassVar = {"code": _("From your authenticator app, or one of your recovery codes.")}
    attrs: ClassVar = {"code": FROM_APP}


class ReauthenticateCodeForm(Worded, mfa.ReauthenticateForm):  # type: ignore[misc]
    labels: ClassVar = {"code": _("Code")}
    helps: ClassVar = {"code": _("From your authenticator app, or one of your recovery codes.")}
    attrs: ClassVar = {"code": FROM_APP}


class ActivateAppForm(Worded, totp.ActivateTOTPForm):  # type: ignore[misc]
    labels: ClassVar = {"code": _("Code")}
    helps: ClassVar = {"code": _("The six digits that the app shows now.")}
    attrs: ClassVar = {"code": {"class": "code", "inputmode": "numeric"}}


class AddPasskeyForm(Worded, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    labels: ClassVar = {"name": _("Name"), "passwordless": _("It signs me in by itself, without a code")}
    helps: ClassVar = {"name": _("So that you know it again: “My phone”.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(Worded, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    labels: ClassVar = {"name": _("Name")}
