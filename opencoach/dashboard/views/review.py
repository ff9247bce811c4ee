"""Looking back together: needs, goals and actions since the last session, changed in place, ending in what is next."""

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from opencoach.dashboard.drawing import query_of
from opencoach.dashboard.queries.review import NONE, REST, Review, review_of, session_to_review
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.plan import access
from opencoach.plan.actions import doing
from opencoach.plan.forms.fields import day, line
from opencoach.plan.models import Action, Goal
from opencoach.plan.queries.plan import whose
from opencoach.sessions.actions import reviewing
from opencoach.sessions.views.agreed import action_of

Role = Membership.Role
BOTH = (Role.OWNER, Role.COACH, Role.CLIENT)


class NextForm(forms.Form):
    """What somebody will do until the next time."""

    title = line(gettext_lazy("What will you do?"), required=True)
    day = day(gettext_lazy("By when"))
    goal = forms.ChoiceField(label=gettext_lazy("For which goal"), required=False)

    def __init__(self, review: Review, data: Any = None) -> None:
        super().__init__(data, initial={"goal": review.opened})
        self.goals = {str(one.seen.goal.public_id): one.seen.goal for one in review.goals}
        chosen: Any = self.fields["goal"]
        chosen.choices = [
            ("", _("None in particular")), *((str(one.seen.goal.public_id), one.seen.title) for one in review.goals)
        ]  # fmt: skip

    @property
    def todo(self) -> doing.Todo:
        wanted = self.cleaned_data
        timing = Action.Timing.BY if wanted["day"] else Action.Timing.OPEN
        return doing.Todo({"title": wanted["title"]}, timing, wanted["day"], goal=self.goals.get(wanted["goal"]))


@require_safe
@in_practice(*BOTH)
def review(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """The whole review on one page."""
    return _page(request, _load(request, session))


def _load(request: PracticeRequest, session: uuid.UUID) -> Review:
    found = session_to_review(request.membership, session)
    of = request.GET.get("of", "")
    client = whose(found.engagement, request.membership, of)
    if of and client is None:
        raise Http404
    return review_of(request.membership, found, client, request.GET.get("open", ""))


def _page(request: PracticeRequest, found: Review, form: NextForm | None = None) -> HttpResponse:
    of = str(found.client.public_id) if request.GET.get("of") and found.client else ""
    actions = reverse("plan:actions", args=[request.membership.practice.slug, found.session.engagement.public_id])
    context = {
        "review": found,
        "session": found.session,
        "writes": found.session.status in reviewing.REVIEWED,
        "form": form or NextForm(found),
        "of": of,
        "query": query_of(of, found.opened),
        "actions_url": f"{actions}{query_of(of)}",
    }
    return render(request, "dashboard/review.html", context, status=422 if form is not None else 200)


@require_POST
@in_practice(*BOTH)
def review_action_new(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """A new action is agreed."""
    found = _load(request, session)
    form = NextForm(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        reviewing.agree_new(found.session, found.client, form.todo, actor=request.membership.person)
    except Refused as error:
        form.add_error(None, str(error))
        return _page(request, found, form)
    said(request, _("Agreed. It stands in the plan."))
    return _back(request, session, "next")


@require_POST
@in_practice(*BOTH)
def review_goal(request: PracticeRequest, session: uuid.UUID, thing: uuid.UUID) -> HttpResponse:
    """The session is about that goal, or (`off`) it is not."""
    found = session_to_review(request.membership, session)
    goal = access.require_write(request.membership, access.get_goal(request.membership, thing))
    if goal.engagement_id != found.engagement_id:
        raise Http404
    step = reviewing.leave_out if request.POST.get("off") else reviewing.talk_about
    return _do(request, session, lambda: step(found, goal, actor=request.membership.person), _anchor(goal))


@require_POST
@in_practice(*BOTH)
def review_action(request: PracticeRequest, session: uuid.UUID, thing: uuid.UUID) -> HttpResponse:
    """An action that stands in the plan is taken along, or (`off`) left out again."""
    found, action = _with_action(request, session, thing)
    step = reviewing.release if request.POST.get("off") else reviewing.agree
    anchor = "next" if request.POST.get("to") == "next" else _place(action)
    return _do(request, session, lambda: step(found, action, actor=request.membership.person), anchor)


@require_POST
@in_practice(*BOTH)
def review_tick(request: PracticeRequest, session: uuid.UUID, thing: uuid.UUID) -> HttpResponse:
    """It was done, or (`off`) it was not after all."""
    _found, action = _with_action(request, session, thing)
    step = doing.untick if request.POST.get("off") else doing.tick
    return _do(request, session, lambda: step(action, actor=request.membership.person), _place(action))


def _with_action(request: PracticeRequest, session: uuid.UUID, thing: uuid.UUID) -> tuple[Any, Action]:
    found = session_to_review(request.membership, session)
    return found, action_of(request.membership, found, thing)


def _anchor(goal: Goal) -> str:
    return f"g-{goal.public_id}"


def _place(action: Action) -> str:
    return _anchor(action.goal) if action.goal else "rest"


def _do(request: PracticeRequest, session: uuid.UUID, step: Any, anchor: str) -> HttpResponse:
    try:
        step()
    except Refused as error:
        refused(request, str(error))
    return _back(request, session, anchor)


def _back(request: PracticeRequest, session: uuid.UUID, anchor: str) -> HttpResponse:
    """To the review as it was: whose it is, and what was open."""
    of, opened = request.GET.get("of", ""), request.GET.get("open", "")
    known = _is_id(opened) or opened in {REST, NONE}
    home = reverse("dashboard:review", args=[request.membership.practice.slug, session])
    return redirect(f"{home}{query_of(of if _is_id(of) else '', opened if known else '')}#{anchor}")


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
