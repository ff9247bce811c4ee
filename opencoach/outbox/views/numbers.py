"""Settings → What reaches you → Your number: asked for, confirmed, agreed to, given up."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opencoach.outbox.actions import numbers
from opencoach.outbox.forms.numbers import CodeForm, NumberForm
from opencoach.outbox.models import TextConsent
from opencoach.outbox.transports import transports
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said


def wording(member: Membership) -> str:
    """What they agree to, as it is kept."""
    return _(
        "%(practice)s may send me texts at this number: what I choose under “What reaches you”, and answers to what I "
        "text. My operator may charge me for texts that I send. STOP ends them at any time."
    ) % {"practice": member.practice.name}


@require_safe
@in_practice()
def number(request: PracticeRequest) -> HttpResponse:
    """How it stands with texts for this member."""
    return _page(request)


@require_POST
@in_practice()
def number_code(request: PracticeRequest) -> HttpResponse:
    """Send a code to a number (`number`), or take the one that came back (`code`)."""
    member = request.membership
    if "code" in request.POST:
        form = CodeForm(wording(member), request.POST)
        if not form.is_valid():
            return _page(request, code=form)
        try:
            numbers.confirm(member, form.cleaned_data["code"], wording(member))
        except Refused as error:
            form.add_error("code", str(error))
            return _page(request, code=form)
        said(request, _("It is your number. Choose what comes by text."))
        return redirect("outbox:habits", member.practice.slug)
    asked = NumberForm(request.POST)
    if not asked.is_valid():
        return _page(request, asked=asked)
    try:
        if problem := transports["sms"].problem():
            raise Refused(problem)  # no code would come
        numbers.ask_code(member, asked.cleaned_data["number"])
    except Refused as error:
        asked.add_error("number", str(error))
        return _page(request, asked=asked)
    said(request, _("A code is on its way to %(number)s.") % {"number": asked.cleaned_data["number"]})
    return redirect("outbox:number", member.practice.slug)


@require_POST
@in_practice()
def number_consent(request: PracticeRequest) -> HttpResponse:
    """They want texts again."""
    found = numbers.number_of(request.membership)
    if found is None or found.confirmed_at is None:
        refused(request, _("Confirm your number first."))
    elif numbers.stopped(found.number).exists():
        refused(request, _("This phone has texted STOP. Text START from it: only that brings texts back."))
    else:
        numbers.agree(found, TextConsent.Road.PAGE, wording(request.membership))
        said(request, _("You get texts again."))
    return redirect("outbox:number", request.membership.practice.slug)


@require_POST
@in_practice()
def number_ending(request: PracticeRequest) -> HttpResponse:
    """They want no more texts."""
    found = numbers.number_of(request.membership)
    if found is not None:
        numbers.withdraw(found, TextConsent.Road.PAGE)
    said(request, _("You get no more texts."))
    return redirect("outbox:number", request.membership.practice.slug)


@require_POST
@in_practice()
def number_removal(request: PracticeRequest) -> HttpResponse:
    """Another number, or none."""
    numbers.remove(request.membership)
    said(request, _("The number is gone. Nothing goes there any more."))
    return redirect("outbox:number", request.membership.practice.slug)


def _page(request: PracticeRequest, *, asked: NumberForm | None = None, code: CodeForm | None = None) -> HttpResponse:
    member = request.membership
    found = numbers.number_of(member)
    context: dict[str, Any] = {
        "found": found, "consent": numbers.consent_of(found), "problem": transports["sms"].problem(),
        "asked": asked or NumberForm(initial={"number": member.phone}), "code": code or CodeForm(wording(member)),
        "waits": found is not None and bool(found.code), "wording": wording(member),
        "stopped": found is not None and numbers.stopped(found.number).exists(),
    }  # fmt: skip
    return render(request, "outbox/number.html", context, status=422 if asked or code else 200)
