"""Ways to a goal, and decisions laid out."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencoach.lib.finding import first_or_404
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.said import said
from opencoach.plan import access, actions, private
from opencoach.plan.forms import ReviewForm, StrategyForm, WeighingForm
from opencoach.plan.forms.strategies import initial_of
from opencoach.plan.models import Strategy, StrategyStep, Weighing
from opencoach.plan.views.doing import PLANNING, form_page, goal_path, path, sent, taken_back, verb
from opencoach.plan.views.goals import goal_to_write


def strategy_to_write(reader: Membership, public_id: uuid.UUID) -> Strategy:
    strategy = access.get_of_goal(reader, Strategy.objects.all(), public_id)
    access.require_write(reader, strategy.goal)
    strategy.engagement = strategy.goal.engagement
    return strategy


def weighing_to_write(reader: Membership, public_id: uuid.UUID) -> Weighing:
    weighing = access.get_of_goal(reader, Weighing.objects.all(), public_id)
    access.require_write(reader, weighing.goal)
    weighing.engagement = weighing.goal.engagement
    return weighing


def _home(reader: Membership, row: Strategy | Weighing) -> str:
    return goal_path(reader, row.goal)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def strategy_new(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """One more way to the goal."""
    reader = request.membership
    goal = goal_to_write(reader, thing)
    form = StrategyForm(sent(request), initial={"chosen": not goal.strategies.filter(removed_at=None).exists()})
    if form.is_bound and form.is_valid():
        made = actions.think_of(goal, form.way, actor=reader.person, choose_it=form.cleaned_data["chosen"])
        said(request, _("The strategy stands beside the goal."), path(reader, "strategy_removal", made.public_id))
        return redirect(goal_path(reader, goal))
    return form_page(
        request, form, title=_("A way to get there"), back=goal_path(reader, goal), submit=_("Add the strategy"),
        lead=private.words(goal).get("title", ""),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def strategy(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """The words and weights of a strategy."""
    reader = request.membership
    row = strategy_to_write(reader, thing)
    initial = {**initial_of(row, private.words(row)), "chosen": row.chosen_at is not None}
    form = StrategyForm(sent(request), initial=initial)
    if form.is_bound and form.is_valid():
        revision, chosen = form.cleaned_data["revision"], form.cleaned_data["chosen"]
        if form.save(lambda: actions.change_strategy(row, form.way, revision=revision, actor=reader.person)):
            (actions.choose if chosen else actions.leave)(row, actor=reader.person)
            said(request, _("Changed."), taken_back(reader, "strategy_rereading", row, form.saved))
            return redirect(_home(reader, row))
    return form_page(
        request, form, title=_("A way to get there"), back=_home(reader, row), submit=_("Save the strategy"),
        lead=private.words(row.goal).get("title", ""), removal=path(reader, "strategy_removal", row.public_id),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def strategy_review(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """How it went so far."""
    reader = request.membership
    row = strategy_to_write(reader, thing)
    form = ReviewForm(sent(request))
    if form.is_bound and form.is_valid():
        step = actions.review(
            row, form.cleaned_data["note"], actor=reader.person, again_on=form.cleaned_data["again_on"]
        )
        said(request, _("The review is kept in the goal’s history."), path(reader, "review_undoing", step.public_id))
        return redirect(_home(reader, row))
    return form_page(
        request, form, title=_("How does it go?"), back=_home(reader, row), submit=_("Keep the review"),
        lead=private.words(row).get("text", ""),
    )  # fmt: skip


def review_to_write(reader: Membership, public_id: uuid.UUID) -> StrategyStep:
    step = first_or_404(StrategyStep.objects.filter(kind="reviewed").select_related("strategy"), public_id)
    step.strategy = strategy_to_write(reader, step.strategy.public_id)
    return step


@verb(review_to_write, lambda reader, step: _home(reader, step.strategy))
def review_undoing(request: PracticeRequest, row: StrategyStep) -> str:
    actions.undo_review(row, actor=request.membership.person)
    return _("The review is taken back.")


@verb(strategy_to_write, _home)
def strategy_choosing(request: PracticeRequest, row: Strategy) -> tuple[str, str]:
    actions.choose(row, actor=request.membership.person)
    return _("This is the way now."), path(request.membership, "strategy_leaving", row.public_id)


@verb(strategy_to_write, _home)
def strategy_leaving(request: PracticeRequest, row: Strategy) -> tuple[str, str]:
    actions.leave(row, actor=request.membership.person)
    return _("It is not the chosen way any more."), path(request.membership, "strategy_choosing", row.public_id)


@verb(strategy_to_write, _home)
def strategy_removal(request: PracticeRequest, row: Strategy) -> tuple[str, str]:
    actions.remove_strategy(row, actor=request.membership.person)
    return _("The strategy is gone."), path(request.membership, "strategy_restoration", row.public_id)


@verb(strategy_to_write, _home)
def strategy_restoration(request: PracticeRequest, row: Strategy) -> str:
    actions.restore_strategy(row, actor=request.membership.person)
    return _("It stands there again.")


@verb(strategy_to_write, _home)
def strategy_rereading(request: PracticeRequest, row: Strategy, revision: int) -> str:
    actions.reread(row, revision, actor=request.membership.person, verb="strategy.changed")
    return _("It reads again as it did.")


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def weighing_new(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """A force field, or a decisional balance (`tool`)."""
    reader = request.membership
    goal = goal_to_write(reader, thing)
    tool = request.GET.get("tool", Weighing.Tool.FORCES)
    if tool not in Weighing.Tool.values:
        raise Http404
    form = WeighingForm(tool, {}, sent(request))
    if form.is_bound and form.is_valid():
        made = actions.weigh(goal, tool, form.said, actor=reader.person)
        said(request, _("It stands beside the goal."), path(reader, "weighing_removal", made.public_id))
        return redirect(goal_path(reader, goal))
    return form_page(
        request, form, title=Weighing.Tool(tool).label, back=goal_path(reader, goal), submit=_("Keep it"),
        lead=_tool_words(tool), template="plan/weighing.html",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def weighing(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """A decision that was laid out before."""
    reader = request.membership
    row = weighing_to_write(reader, thing)
    form = WeighingForm(row.tool, private.words(row), sent(request), initial={"revision": row.revision})
    if form.is_bound and form.is_valid():
        revision = form.cleaned_data["revision"]
        if form.save(lambda: actions.reweigh(row, form.said, revision=revision, actor=reader.person)):
            said(request, _("Changed."), taken_back(reader, "weighing_rereading", row, form.saved))
            return redirect(_home(reader, row))
    return form_page(
        request, form, title=row.get_tool_display(), back=_home(reader, row), submit=_("Save it"),
        lead=_tool_words(row.tool), template="plan/weighing.html",
        removal=path(reader, "weighing_removal", row.public_id),
    )  # fmt: skip


def _tool_words(tool: str) -> str:
    if tool == Weighing.Tool.FORCES:
        return _(
            "What pushes towards the goal, what holds it back, and how strong each is. Often it helps more to make one "
            "hindrance smaller than to push harder."
        )
    return _("Staying as it is has its good sides, too. Look at all four before you decide.")


@verb(weighing_to_write, _home)
def weighing_removal(request: PracticeRequest, row: Weighing) -> tuple[str, str]:
    actions.remove_weighing(row, actor=request.membership.person)
    return _("It is gone."), path(request.membership, "weighing_restoration", row.public_id)


@verb(weighing_to_write, _home)
def weighing_restoration(request: PracticeRequest, row: Weighing) -> str:
    actions.restore_weighing(row, actor=request.membership.person)
    return _("It stands there again.")


@verb(weighing_to_write, _home)
def weighing_rereading(request: PracticeRequest, row: Weighing, revision: int) -> str:
    actions.reread(row, revision, actor=request.membership.person, verb="weighing.changed")
    return _("It reads again as it did.")
