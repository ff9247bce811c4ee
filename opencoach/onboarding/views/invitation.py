"""What somebody sees who follows an invitation's link. Opening it changes nothing; only a POST does."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.lib import limits, tokens
from opencoach.lib.markdown import document
from opencoach.onboarding.actions.agreement import current
from opencoach.onboarding.actions.begin import person_at
from opencoach.onboarding.actions.come_in import accept_invitation
from opencoach.onboarding.actions.invite import PURPOSE
from opencoach.onboarding.adapter import CODE_MINUTES, new_code, send_account_mail
from opencoach.onboarding.agreement import text_for
from opencoach.onboarding.forms import AcceptForm, CodeForm
from opencoach.onboarding.forms.agreement import PlainAcceptForm
from opencoach.onboarding.models import Agreement, Invitation
from opencoach.people.models import Person
from opencoach.people.refusal import Refused

SESSION = "invitation"
NAME = "invitation-name"  # what they typed, for when the code runs out
TRIES = 5


class Closed(Exception):
    """The link opens nothing. `args[0]` says why: unknown, replaced, expired, withdrawn, accepted."""


@dataclass(frozen=True, slots=True)
class Pending:
    """What somebody said before the code came: kept in their session."""

    invitation: str
    name: str
    agreement: str
    code: str
    until: float
    tries: int = 0


def opened(view: Callable[[HttpRequest, Invitation, str], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the open invitation of the link; any other link gets the page that says what became of it."""

    @wraps(view)
    def page(request: HttpRequest, token: str) -> HttpResponse:
        try:
            row = find(token)
        except Closed as closed:
            return _closed(request, str(closed.args[0]), token)
        return view(request, row, token)

    return page


@require_safe
@opened
def invitation(request: HttpRequest, row: Invitation, token: str) -> HttpResponse:
    """Who invites, the agreement, and the form to accept it."""
    kept = request.session.get(NAME, {})
    return _show(request, row, token, _form(row, name=kept.get(str(row.public_id), row.name)))


@require_POST
@opened
def invitation_acceptance(request: HttpRequest, row: Invitation, token: str) -> HttpResponse:
    """Accept: at once for the invited person when signed in, else after the code that goes to the invited address."""
    form = _form(row, request.POST)
    if not form.is_valid():
        return _show(request, row, token, form, status=422)
    agreement = current(row.practice) if row.engagement else None
    if agreement is not None and form.cleaned_data["agreement"] != agreement.public_id:
        form.add_error(None, _("The agreement has changed while you read it. Please look at the new version."))
        return _show(request, row, token, form, status=409)
    if request.user.is_authenticated:
        if request.user.email != row.email:
            return _show(request, row, token, form, status=409)
        return _come_in(request, row, token, request.user, name=form.cleaned_data["name"], agreement=agreement)
    if not limits.allowed("invitation-code", str(row.public_id), 8, 3600):
        return render(request, "onboarding/too_often.html", status=429)
    _send_code(request, row, form.cleaned_data["name"], agreement)
    return redirect("onboarding:invitation_code", token)


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def invitation_code(request: HttpRequest, row: Invitation, token: str) -> HttpResponse:
    """The code of the mail proves the address; then the acceptance counts and the person is signed in."""
    pending = _pending(request, row)
    if pending is None:
        messages.info(request, _("The code ran out. Accept once more, and you get a new one."))
        return redirect("onboarding:invitation", token)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if constant_time_compare(_digest(form.cleaned_data["code"], row), pending.code):
            del request.session[SESSION]
            agreement = (
                Agreement.objects.filter(public_id=uuid.UUID(pending.agreement)).first() if pending.agreement else None
            )
            return _come_in(request, row, token, None, name=pending.name, agreement=agreement)
        left = _count_try(request, pending)
        if left <= 0:
            messages.error(request, _("That was not the code, five times. Accept once more, and you get a new one."))
            return redirect("onboarding:invitation", token)
        form.add_error(
            "code", _("That is not the code of the mail. Look again; %(left)d tries are left.") % {"left": left}
        )
    status = 422 if request.method == "POST" else 200
    return render(
        request,
        "onboarding/code.html",
        {"form": form, "row": row, "token": token, "practice": row.practice},
        status=status,
    )


def find(token: str) -> Invitation:
    """The open invitation of a link. Raises Closed for any other."""
    try:
        claimed = tokens.peek_id(token)
    except tokens.BadToken:
        raise Closed("unknown") from None
    row = (
        Invitation.objects.filter(public_id=claimed)
        .select_related("practice", "engagement__practice", "invited_by__person")
        .first()
    )
    if row is None:
        raise Closed("unknown")
    try:
        tokens.check_id(PURPOSE, token, nonce=row.nonce)
    except tokens.Expired:
        raise Closed("accepted" if row.accepted_at else "expired") from None
    except tokens.BadToken:
        raise Closed("replaced") from None  # sent before a newer one, or guessed: the page names nobody
    if row.state != "open":
        raise Closed(row.state)
    return row


def _form(row: Invitation, data: Any = None, name: str = "") -> AcceptForm | PlainAcceptForm:
    if row.engagement is None:
        return PlainAcceptForm(data, initial={"name": name})
    agreement = current(row.practice)
    return AcceptForm(data, initial={"name": name, "agreement": agreement.public_id if agreement else None})


def _show(
    request: HttpRequest, row: Invitation, token: str, form: AcceptForm | PlainAcceptForm, status: int = 200
) -> HttpResponse:
    agreement = current(row.practice) if row.engagement else None
    html = document(text_for(agreement.text, row.engagement, row.name), below=1) if agreement and row.engagement else ""
    signed_in = request.user if request.user.is_authenticated else None
    context = {
        "row": row,
        "token": token,
        "form": form,
        "agreement": agreement,
        "html": html,
        "practice": row.practice,
        "hue": row.practice.hue,
        "somebody_else": signed_in if signed_in and signed_in.email != row.email else None,
        "is_them": bool(signed_in and signed_in.email == row.email),
        "latest": str(agreement.public_id) if agreement else "",
    }
    return render(request, "onboarding/invitation.html", context, status=status)


def _send_code(request: HttpRequest, row: Invitation, name: str, agreement: Agreement | None) -> None:
    code = new_code()
    request.session[SESSION] = {
        "invitation": str(row.public_id),
        "name": name,
        "agreement": str(agreement.public_id) if agreement else "",
        "code": _digest(code, row),
        "until": time.time() + CODE_MINUTES * 60,
        "tries": 0,
    }
    request.session[NAME] = {str(row.public_id): name}
    send_account_mail("account/email/login_code", row.email, {"code": code})


def _digest(code: str, row: Invitation) -> str:
    """What the session keeps of a code."""
    return salted_hmac(f"opencoach.invitation.{row.public_id}", code, algorithm="sha256").hexdigest()


def _pending(request: HttpRequest, row: Invitation) -> Pending | None:
    kept = request.session.get(SESSION)
    if not kept or kept["invitation"] != str(row.public_id) or kept["until"] < time.time():
        return None
    return Pending(**kept)


def _count_try(request: HttpRequest, pending: Pending) -> int:
    """Gives how many tries are left; at none the code is gone."""
    tries = pending.tries + 1
    if tries >= TRIES:
        del request.session[SESSION]
    else:
        request.session[SESSION] = {**request.session[SESSION], "tries": tries}
    return TRIES - tries


def _come_in(
    request: HttpRequest, row: Invitation, token: str, person: Person | None, *, name: str, agreement: Agreement | None
) -> HttpResponse:
    signed_in = person is not None
    person = person or person_at(row.email)
    try:
        membership = accept_invitation(
            row, person, name=name, agreement=agreement, ip=limits.address_of(request) or None
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("onboarding:invitation", token)  # it shows the new version, or what became of the link
    request.session.pop(NAME, None)
    today = reverse("dashboard:today", args=[membership.practice.slug])
    if signed_in:
        return redirect(today)
    record_authentication(request, person, method="code", email=row.email)
    response: HttpResponse = perform_login(request, person, email_verification="none", redirect_url=today)
    return response


def _closed(request: HttpRequest, why: str, token: str) -> HttpResponse:
    if why == "accepted" and request.user.is_authenticated:  # a second click: to where the first one led
        mine = Invitation.objects.filter(public_id=tokens.peek_id(token), accepted_by=request.user)
        if row := mine.select_related("practice").first():
            return redirect("dashboard:today", row.practice.slug)
    return render(request, "onboarding/invitation_closed.html", {"why": why}, status=404 if why == "unknown" else 410)
