"""What the views of a plan share: a page with one form, a verb by POST, and where they lead back to."""

import uuid
from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_POST

from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.plan import access
from opencoach.plan.models import Goal, Item

Role = Membership.Role
PLANNING = (Role.OWNER, Role.COACH, Role.CLIENT)
R = TypeVar("R")
Words = str | Promise


def form_page(
    request: PracticeRequest, form: Form, *, title: Words, back: str, submit: Words, lead: Words = "",
    template: str = "plan/form.html", **more: Any,
) -> HttpResponse:  # fmt: skip
    """A page that asks one thing; 422 when what was sent has to be looked at again."""
    context = {"form": form, "title": title, "back": back, "submit": submit, "lead": lead, **more}
    return render(request, template, context, status=422 if form.is_bound else 200)


def sent(request: PracticeRequest) -> Any:
    """What was sent, None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def verb(load: Callable[[Membership, uuid.UUID], R], home: Callable[[Membership, R], str]) -> Callable[..., Any]:
    """A POST about one row: load it, do it, say it, and go back to `home(reader, row)`. A refusal is said there.

    The step gives what is said, or (what is said, the URL that takes it back). Where the page that asked has named one
    to go back to (`next_path`), that one wins.
    """

    def wrap(step: Callable[..., str | tuple[str, str]]) -> Callable[..., HttpResponseBase]:
        def view(request: PracticeRequest, /, thing: uuid.UUID, **more: Any) -> HttpResponseBase:
            row = load(request.membership, thing)
            try:
                answer = step(request, row, **more)
            except Refused as error:
                refused(request, str(error))
            else:
                text, undo = answer if isinstance(answer, tuple) else (answer, "")
                if text:
                    said(request, text, undo)
            return redirect(next_path(request, home(request.membership, row)))

        update_wrapper(view, step)
        return require_POST(in_practice(*PLANNING)(view))

    return wrap


def path(reader: Membership, name: str, *arguments: Any) -> str:
    """The path of a page of the plan in the reader's practice."""
    return reverse(f"plan:{name}", args=[reader.practice.slug, *arguments])


def plan_path(reader: Membership, row: Item) -> str:
    """Where the plan of that row stands, as the reader sees it."""
    return plan_of_path(reader, row.engagement, row.client)


def plan_of_path(reader: Membership, engagement: Any, client: Membership | None, name: str = "plan") -> str:
    """A page of one plan: in a group, with whose it is."""
    found = path(reader, name, engagement.public_id)
    return f"{found}?of={client.public_id}" if client is not None and engagement.group_id is not None else found


def next_path(request: PracticeRequest, otherwise: str) -> str:
    """Where it was asked: a page of this practice that the asking page named (`?next=`), else somewhere sensible."""
    wanted = request.GET.get("next", "")
    inside = path(request.membership, "mine").removesuffix("plan/")
    return wanted if wanted.startswith(inside) and "//" not in wanted else otherwise


def on_to_next(request: PracticeRequest, target: str) -> str:
    """`target`, leading back to where this was asked."""
    wanted = next_path(request, "")
    return f"{target}?{urlencode({'next': wanted})}" if wanted else target


def taken_back(reader: Membership, name: str, before: Item, after: Item, home: str = "") -> str:
    """Where a change of words or columns is taken back (`name`: the URL), "" where there was none."""
    if after.revision == before.revision:
        return ""
    found = path(reader, name, after.public_id, after.revision - 1)
    return f"{found}?{urlencode({'next': home})}" if home else found


def goal_path(reader: Membership, goal: Goal) -> str:
    return path(reader, "goal", goal.public_id)


def writable(row: Item, reader: Membership) -> None:
    """Http404 for whoever may read it and not change it."""
    access.require_write(reader, row)
