"""How the views answer: a page again for a form, JSON for a script, in the same words."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from opencoach.conversations.models import Conversation
from opencoach.people.page import PracticeRequest
from opencoach.people.refusal import Refused
from opencoach.people.said import refused

MOST = 9_000_000_000_000_000  # no sequence is larger; a larger number in a URL is nobody's


def wants_json(request: PracticeRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def number(value: str | None) -> int | None:
    """A sequence from a query or a form; None for anything else."""
    if value is None or not value.isascii() or not value.isdigit() or int(value[:20]) > MOST:
        return None
    return int(value)


def place(request: PracticeRequest, conversation: Conversation, seq: int | None = None) -> str:
    """The conversation's page, at one of its messages."""
    url = reverse("conversations:conversation", args=[request.membership.practice.slug, conversation.public_id])
    return f"{url}#m{seq}" if seq else url


def done(request: PracticeRequest, conversation: Conversation, seq: int, **data: Any) -> HttpResponseBase:
    """It is done: the page again, or what a script asks for."""
    if wants_json(request):
        return JsonResponse({"seq": seq, **data})
    return redirect(place(request, conversation, seq))


def not_done(request: PracticeRequest, conversation: Conversation, reason: str) -> HttpResponseBase:
    """Why it was not done."""
    if wants_json(request):
        return JsonResponse({"reason": reason}, status=422)
    refused(request, reason)
    return redirect(place(request, conversation))


View = Callable[..., HttpResponseBase]


def posted(view: View) -> View:
    """A view that only takes POST; text that no database takes is refused in plain words."""

    @wraps(view)
    def checked(request: PracticeRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        return view(request, *args, **kwargs)

    return checked


__all__ = ["Refused", "done", "not_done", "number", "place", "posted", "wants_json"]
