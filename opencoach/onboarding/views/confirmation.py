"""Is it still you? For people without a password: a code by e-mail before another way in is opened."""

import time

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencoach.lib import limits
from opencoach.onboarding.adapter import CODE_MINUTES, new_code, send_account_mail
from opencoach.onboarding.forms import CodeForm
from opencoach.people import access

SESSION = "confirmation"
TRIES = 5


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: HttpRequest) -> HttpResponse:
    """Asks for a code before it goes on to where they wanted; sends one when asked to."""
    person = access.person_of(request)
    if request.method == "POST" and "send" in request.POST:
        if not limits.allowed("confirmation", str(person.pk), 8, 3600):
            return render(request, "onboarding/too_often.html", status=429)
        code = new_code()
        request.session[SESSION] = {"code": _digest(code), "until": time.time() + CODE_MINUTES * 60, "tries": 0}
        send_account_mail("account/email/login_code", person.email, {"code": code})
        return redirect(request.get_full_path())
    waits = _waits(request)
    form = CodeForm(request.POST if request.method == "POST" and waits else None)
    if form.is_bound and form.is_valid():
        if constant_time_compare(_digest(form.cleaned_data["code"]), request.session[SESSION]["code"]):
            del request.session[SESSION]
            record_authentication(request, person, method="code", email=person.email, reauthenticated=True)
            return resume_request(request) or redirect("onboarding:security_home")
        _count_try(request, form)
    context = {"form": form, "sent": SESSION in request.session, "email": person.email}
    return render(request, "onboarding/confirmation.html", context, status=422 if form.errors else 200)


def _waits(request: HttpRequest) -> bool:
    kept = request.session.get(SESSION)
    if kept and kept["until"] < time.time():
        del request.session[SESSION]
    return SESSION in request.session


def _count_try(request: HttpRequest, form: CodeForm) -> None:
    tries = request.session[SESSION]["tries"] + 1
    if tries >= TRIES:
        del request.session[SESSION]
        form.add_error("code", _("That was not the code, five times. Ask for a new one."))
        return
    request.session[SESSION] = {**request.session[SESSION], "tries": tries}
    form.add_error(
        "code", _("That is not the code of the mail. Look again; %(left)d tries are left.") % {"left": TRIES - tries}
    )


def _digest(code: str) -> str:
    return salted_hmac("opencoach.confirmation", code, algorithm="sha256").hexdigest()
