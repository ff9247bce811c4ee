"""allauth's doors, ours: nobody signs up by themselves, and its mails go through the outbox."""

import datetime as dt
import time
from collections.abc import Iterable
from functools import partial
from typing import Any, ClassVar

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.lib.ids import public_id
from opencoach.live.hub import recheck_from_anywhere
from opencoach.onboarding.mails import ACCOUNT_MAILS
from opencoach.onboarding.templatetags.onboarding import device
from opencoach.outbox.actions.post import post
from opencoach.people.models import Person

# Letters and digits that nobody takes for another.
CODE_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"
CODE_LENGTH = 6
CODE_MINUTES = 15


def new_code() -> str:
    """A sign-in code: 6 of 28 signs, 28.8 bits; good for 15 minutes and a few tries."""
    return get_random_string(CODE_LENGTH, CODE_ALPHABET)


# The ways to say once more who one is, in our words.
WAYS = {
    "reauthenticate": gettext_lazy("Your password"),
    "mfa_reauthenticate": gettext_lazy("A code from your app"),
    "mfa_reauthenticate:webauthn": gettext_lazy("A passkey"),
}


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": gettext_lazy("Take the second step off first; then change the address."),
        "cannot_delete_authenticator": gettext_lazy("This can’t be taken off."),
        "cannot_generate_recovery_codes": gettext_lazy("Set up an authenticator app or a passkey first."),
        "incorrect_code": gettext_lazy("That is not the code. Look again; an app shows a new one every half minute."),
        "unverified_email": gettext_lazy("Confirm your e-mail address first."),
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What a passkey is called until somebody names it: what it was made with, "Firefox on Linux"."""
        return device(context.request.headers.get("User-Agent", ""))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("This account is closed."),
        "email_password_mismatch": gettext_lazy("Address and password don’t belong together. Look again at both."),
        "email_taken": gettext_lazy("Somebody signs in with this address already."),
        "duplicate_email": gettext_lazy("You sign in with this address already."),
        "enter_current_password": gettext_lazy("That is not your password until now."),
        "incorrect_password": gettext_lazy("That is not your password."),
        "incorrect_code": gettext_lazy("That is not the code of the mail. Look again."),
        "invalid_password_reset": gettext_lazy("This link does not work any more. Ask for a new one."),
        "same_as_current": gettext_lazy("That is what it is already."),
        "too_many_login_attempts": gettext_lazy("That was wrong too often. Wait some minutes and try again."),
        "rate_limited": gettext_lazy("That was too often. Wait some minutes and try again."),
        "unverified_primary_email": gettext_lazy("Confirm your e-mail address first."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def generate_login_code(self) -> str:
        return new_code()

    def generate_email_verification_code(self) -> str:
        return new_code()

    def clean_email(self, email: str) -> str:
        return Person.objects.normalise(str(super().clean_email(email)))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within minutes of a sign-in. allauth lets everybody pass who has no password and no second factor; we ask
        them for a code by e-mail."""
        if not super().is_reauthentication_required(app=app, **kwargs) or signed_in_lately(self.request):
            return False
        if self._asks_by_code(self.request.user):
            raise ReauthenticationRequired
        return True

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        methods = [{**one, "description": WAYS.get(one["id"], one["description"])} for one in methods]
        if methods or not user.is_authenticated:
            return methods
        return [{"id": "code", "description": _("A code by e-mail"), "url": reverse("onboarding:confirmation")}]

    def set_password(self, user: Any, password: str) -> None:
        """The first password, like everything that opens another way in, only after a recent sign-in."""
        if self.request.user.is_authenticated:
            self.is_reauthentication_required(app="allauth.account")
        super().set_password(user, password)
        look_again({user.pk})  # sign-ins elsewhere are over

    def logout(self, request: HttpRequest) -> None:
        """Sign out, on the socket too."""
        person_id = request.user.pk
        super().logout(request)
        if person_id is not None:
            look_again({person_id})

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("onboarding:security_home")

    def _asks_by_code(self, user: Any) -> bool:
        return user.is_authenticated and not super().get_reauthentication_methods(user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox; the code or the link is sealed until it goes and erased afterwards."""
        secret = {key: str(context[key]) for key in ("code", "password_reset_url") if context.get(key)}
        send_account_mail(template_prefix, email, secret)


class SessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]
    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        """Sign other devices out, on the socket too."""
        ended = list(sessions)
        super().end_sessions(ended)
        look_again({session.user_id for session in ended})


def look_again(person_ids: set[int]) -> None:
    """After the commit, sockets whose sign-in is over are cut off."""
    transaction.on_commit(partial(recheck_from_anywhere, person_ids))


def signed_in_lately(request: HttpRequest) -> bool:
    """Whether they proved who they are, in whatever way, within the last minutes (ACCOUNT_REAUTHENTICATION_TIMEOUT)."""
    latest = max((record["at"] for record in get_authentication_records(request, request.user)), default=0.0)
    return bool(time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT)


def send_account_mail(template_prefix: str, email: str, secret: dict[str, str]) -> None:
    """One mail about somebody's own way in. A prefix that we have no words of our own for is a notice."""
    template = ACCOUNT_MAILS.get(template_prefix, "notice")
    what = template_prefix.rpartition("/")[2]
    now = timezone.now()
    post(
        "account",
        address=email,
        payload={"template": template, "what": what},
        secret=secret,
        dedupe_key=f"account:{what}:{public_id()}",
        expires_at=now + dt.timedelta(minutes=CODE_MINUTES) if "code" in secret else None,
    )
