"""Looking at how it goes for one client: why it stands on Today, and a first word about it."""

import re
import uuid

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from opencoach.conversations.actions import open as open_conversation
from opencoach.conversations.actions import say
from opencoach.conversations.actions.saying import new_client_id
from opencoach.dashboard.queries.looking import Looking, looking_at
from opencoach.people import access
from opencoach.people.models import Membership, Person
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import said
from opencoach.plan.actions import checkins

Role = Membership.Role
TOKEN = re.compile(r"[0-9a-f]{24}")


class WordForm(forms.Form):
    """A message, as the coach has made it from the draft. `once` lets a second click send nothing."""

    text = forms.CharField(
        label=gettext_lazy("Your message"), max_length=20_000, widget=forms.Textarea({"rows": 7}),
        error_messages={"required": gettext_lazy("Write something, or say that you have seen it.")},
    )  # fmt: skip
    once = forms.RegexField(TOKEN, widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(Role.OWNER, Role.COACH)
def attention(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """Why it stands on Today; with a message that goes into the conversation, or without one it is settled."""
    found = looking_at(request.membership, engagement)
    writes = access.may_write(request.membership, found.engagement)
    form = WordForm(
        request.POST if request.method == "POST" else None, initial={"text": found.draft, "once": new_client_id()}
    )
    if request.method == "POST" and writes and (done := _settled(request, found, form)):
        said(request, done)
        return redirect("dashboard:today", request.membership.practice.slug)
    context = {
        "found": found, "engagement": found.engagement, "form": form, "writes": writes,
        "talks": found.engagement.group_id is None,
    }  # fmt: skip
    return render(request, "dashboard/attention.html", context, status=422 if request.method == "POST" else 200)


def _settled(request: PracticeRequest, found: Looking, form: WordForm) -> str:
    """What was done, in words; "" where the form has to be looked at again."""
    coach = request.membership.person
    if request.POST.get("do") == "seen" or found.engagement.group_id is not None:
        settle(found, coach)
        return _("Seen. It is off your list.")
    if not form.is_valid():
        return ""
    try:
        with transaction.atomic():
            conversation = open_conversation(found.engagement)
            say(conversation, coach, form.cleaned_data["text"], client_id=form.cleaned_data["once"])
            settle(found, coach)
    except Refused as error:
        form.add_error("text", str(error))
        return ""
    return _("Sent. It stands in the conversation.")


def settle(found: Looking, coach: Person) -> None:
    """Everything that stands on the page has been seen to."""
    with transaction.atomic():
        for one in found.looks:
            if one.answer is not None and one.said:
                checkins.look_at(one.answer.row, actor=coach)
            if one.until is not None:
                checkins.look_at_missing(one.rhythm, one.until, actor=coach)
