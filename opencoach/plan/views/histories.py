"""What happened to an action, a habit or a measure; an earlier text can be read again."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.plan import access, private
from opencoach.plan.actions import items
from opencoach.plan.models import Action, CheckInRhythm, Habit, Item, Measure
from opencoach.plan.queries.histories import HISTORIES
from opencoach.plan.views.doing import PLANNING, path, plan_of_path, verb


def _page_of(model: type[Item]) -> Callable[..., HttpResponseBase]:
    name = model.__name__.lower()

    @require_safe
    @in_practice(*PLANNING)
    def view(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
        reader = request.membership
        row = access.get_hanging(reader, model._default_manager.all(), thing, removed=True)
        context = {
            "thing": row,
            "title": private.words(row).get("title", ""),
            "history": HISTORIES[model](row),
            "writes": access.may_write(reader, row) and row.removed_at is None,
            "back": path(reader, name, row.public_id) if row.removed_at is None else _list(reader, row),
            "rereading": f"plan:{name}_rereading",
        }
        return render(request, "plan/history.html", context)

    return view


def _list(reader: Membership, row: Item) -> str:
    """The page that it stood on."""
    name = "measures" if isinstance(row, Measure) else "actions"
    return plan_of_path(reader, row.engagement, row.client, name)


def _rereading_of(model: type[Item]) -> Callable[..., Any]:
    name = model.__name__.lower()

    def load(reader: Membership, public_id: uuid.UUID) -> Item:
        return access.require_write(reader, access.get_hanging(reader, model._default_manager.all(), public_id))

    def home(reader: Membership, row: Item) -> str:
        if isinstance(row, CheckInRhythm):
            return plan_of_path(reader, row.engagement, row.client, "checkins")
        return path(reader, f"{name}_history", row.public_id)

    def step(request: PracticeRequest, row: Item, revision: int) -> str:
        event = "checkin.replanned" if isinstance(row, CheckInRhythm) else f"{name}.changed"
        items.reread(row, revision, actor=request.membership.person, verb=event)
        return _("It is as it was.")

    view: Callable[..., Any] = verb(load, home)(step)
    return view


action_history, habit_history, measure_history = (_page_of(model) for model in (Action, Habit, Measure))
action_rereading, habit_rereading, measure_rereading, rhythm_rereading = (
    _rereading_of(model) for model in (Action, Habit, Measure, CheckInRhythm)
)
