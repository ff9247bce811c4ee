"""A coach's own quick questions, in Settings."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import said
from opencoach.rooms import access
from opencoach.rooms.actions import prompts as actions
from opencoach.rooms.forms import PromptForm
from opencoach.rooms.views.loading import COACHING


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHING)
def prompts(request: PracticeRequest) -> HttpResponse:
    """The questions, and one more."""
    reader = request.membership
    form = PromptForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = actions.add(reader, form.cleaned_data["text"])
        except Refused as error:
            form.add_error("text", str(error))
        else:
            said(request, _("It stands among your questions."), _path(request, "prompt_removal", made.public_id))
            return redirect(_path(request, "prompts"))
    context = {"prompts": actions.own(reader), "form": form}
    return render(request, "rooms/prompts.html", context, status=422 if form.is_bound else 200)


@require_POST
@in_practice(*COACHING)
def usual(request: PracticeRequest) -> HttpResponse:
    """Begin with the usual ones."""
    actions.begin_with_the_usual(request.membership)
    return redirect(_path(request, "prompts"))


@require_POST
@in_practice(*COACHING)
def removal(request: PracticeRequest, prompt: uuid.UUID) -> HttpResponse:
    row = access.get_prompt(request.membership, prompt)
    actions.take_out(row)
    said(request, _("The question is gone."), _path(request, "prompt_restoration", row.public_id))
    return redirect(_path(request, "prompts"))


@require_POST
@in_practice(*COACHING)
def restoration(request: PracticeRequest, prompt: uuid.UUID) -> HttpResponse:
    actions.put_back(access.get_prompt(request.membership, prompt))
    return redirect(_path(request, "prompts"))


@require_POST
@in_practice(*COACHING)
def moving(request: PracticeRequest, prompt: uuid.UUID) -> HttpResponse:
    """One place up or down."""
    actions.move(access.get_prompt(request.membership, prompt), request.POST.get("direction", ""))
    return redirect(_path(request, "prompts"))


def _path(request: PracticeRequest, name: str, *arguments: object) -> str:
    return reverse(f"rooms:{name}", args=[request.membership.practice.slug, *arguments])
