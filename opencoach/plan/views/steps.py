"""Where a goal stands: its ratings, its rulers, its status; and who else sees it."""

import uuid
from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencoach.lib import moments
from opencoach.people.models import Engagement, Membership, Sponsorship
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.said import said
from opencoach.plan import access, actions, levels, private
from opencoach.plan.actions.sharing import newcomers
from opencoach.plan.forms import RateForm, ShareForm, StepForm, WillForm
from opencoach.plan.gas import LEVELS
from opencoach.plan.models import Goal, GoalRating, GoalRuler, GoalShare, GoalStep
from opencoach.plan.views.doing import PLANNING, form_page, goal_path, next_path, on_to_next, path, sent, verb
from opencoach.plan.views.goals import goal_to_write

Status = Goal.Status
Audience = GoalShare.Audience


def level_choices(goal: Goal) -> list[tuple[str, str]]:
    """The five levels, best on top: (level, sign and text)."""
    texts = levels.as_list(private.unseal(goal, "levels"))
    pairs = zip(LEVELS, texts, strict=True)
    return [(str(level), f"{levels.SIGNS[level]}  {text}") for level, text in pairs][::-1]


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def goal_rating(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """Where the goal is today."""
    reader = request.membership
    row = goal_to_write(reader, thing)
    choices = level_choices(row)
    if not levels.complete(levels.as_list(private.unseal(row, "levels"))):
        return redirect(path(reader, "goal_levels", row.public_id))
    form = RateForm(choices, coach=not reader.is_client, data=sent(request))
    if form.is_bound and form.is_valid():
        side = "client" if reader.is_client else form.cleaned_data["side"] or "together"
        rating = actions.rate(
            row, form.cleaned_data["level"], side, actor=reader.person, note=form.cleaned_data["note"]
        )
        undo = on_to_next(request, path(reader, "rating_undoing", rating.public_id))
        said(request, _("The rating is kept."), undo)
        return redirect(next_path(request, goal_path(reader, row)))
    return form_page(
        request, form, title=private.words(row).get("title", ""), back=goal_path(reader, row),
        submit=_("Keep this rating"),
        lead="" if row.levels_fixed_at else _("With the first rating the five texts are fixed."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def goal_will(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """How important the goal is now, and how confident the client."""
    reader = request.membership
    row = goal_to_write(reader, thing)
    form = WillForm(sent(request))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        made = actions.measure_will(
            row, given["importance"], given["confidence"], actor=reader.person, note=given["note"]
        )
        undo = path(reader, "will_undoing", made[0].public_id)
        said(request, _("Kept. Earlier answers stay beside it."), undo)
        return redirect(goal_path(reader, row))
    return form_page(
        request, form, title=_("How important, how possible?"), back=goal_path(reader, row), submit=_("Keep these"),
        lead=private.words(row).get("title", ""),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def goal_status(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """Agreed, paused, achieved, let go."""
    reader = request.membership
    row = goal_to_write(reader, thing)
    form = StepForm(row, sent(request), initial={"status": request.GET.get("to", "")})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        step = actions.take_step(row, given["status"], actor=reader.person, reason=given["reason"], word=given["word"])
        undo = on_to_next(request, path(reader, "step_undoing", step.public_id))
        said(request, _step_words(given["status"]), undo)
        return redirect(next_path(request, goal_path(reader, row)))
    return form_page(
        request, form, title=_("How does this goal stand?"), back=goal_path(reader, row), submit=_("Keep it so"),
        lead=private.words(row).get("title", ""),
    )  # fmt: skip


def _step_words(status: str) -> str:
    return {
        Status.PROPOSED: _("The goal is proposed again."),
        Status.AGREED: _("The goal is agreed."),
        Status.PAUSED: _("The goal rests. Nothing is asked of it meanwhile."),
        Status.ACHIEVED: _("The goal is reached. It stays in the plan, below."),
        Status.LET_GO: _("The goal is let go. What was learnt from it stays."),
    }[Status(status)]


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(Membership.Role.CLIENT)
def goal_sharing(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """Who else sees the goal: for the client whose it is."""
    reader = request.membership
    row = goal_to_share(reader, thing)
    shares = {one.audience: one for one in row.shares.filter(until=None).select_related("goal")}
    choices = audiences(row.engagement, shares.get(Audience.SPONSOR))
    form = ShareForm(choices, sent(request), initial={"audiences": list(shares)})
    if form.is_bound and form.is_valid():
        at = actions.share_goal(row, form.chosen, actor=reader.person, anew=form.anew)
        undo = path(reader, "goal_unsharing", row.public_id, moments.micros(at)) if at else ""
        said(request, _("So it is shared from now on."), undo)
        return redirect(goal_path(reader, row))
    return form_page(
        request, form, title=_("Who sees this goal"), back=goal_path(reader, row), submit=_("Share it so"),
        lead=private.words(row).get("title", ""),
        template="plan/sharing.html",
    )  # fmt: skip


def goal_to_share(reader: Membership, public_id: uuid.UUID) -> Goal:
    """A goal of one's own."""
    found = goal_to_write(reader, public_id)
    if not access.is_own(reader, found):
        raise Http404
    return found


@verb(goal_to_share, goal_path)
def goal_unsharing(request: PracticeRequest, row: Goal, at: int) -> str:
    try:
        moment = moments.from_micros(at)
    except OverflowError:
        raise Http404 from None
    actions.unshare(row, moment, actor=request.membership.person)
    return _("They see it again who saw it before, and nobody else.")


def audiences(engagement: Engagement, shared: GoalShare | None) -> list[tuple[str, str]]:
    """With whom a goal of that engagement can be shared, in words that say what they see. Sponsors who came after it
    was `shared` with the others are a choice of their own."""
    found = [(str(Audience.COACH), _("Your coach: all of it"))]
    if engagement.group_id is not None:
        found.append((str(Audience.GROUP), _("Your group: all of it, to read")))
    sponsors = Sponsorship.objects.filter(engagement=engagement, until=None).select_related("membership")
    late = set(newcomers(shared).values_list("pk", flat=True)) if shared else set()
    if names := _names(one for one in sponsors if one.pk not in late):
        found.append((str(Audience.SPONSOR), _("%(names)s, who pays: its title and how it stands") % {"names": names}))
    if names := _names(one for one in sponsors if one.pk in late):
        said = _("%(names)s too, who came after you had shared it: its title and how it stands")
        found.append((ShareForm.NEWCOMERS, said % {"names": names}))
    return found


def _names(sponsors: Iterable[Sponsorship]) -> str:
    return ", ".join(one.membership.display_name for one in sponsors)


def rating_to_write(reader: Membership, public_id: uuid.UUID) -> GoalRating:
    rating = access.get_of_goal(reader, GoalRating.objects.all(), public_id)
    access.require_write(reader, rating.goal)
    return rating


def ruler_to_write(reader: Membership, public_id: uuid.UUID) -> GoalRuler:
    ruler = access.get_of_goal(reader, GoalRuler.objects.all(), public_id)
    access.require_write(reader, ruler.goal)
    return ruler


def step_to_write(reader: Membership, public_id: uuid.UUID) -> GoalStep:
    step = access.get_of_goal(reader, GoalStep.objects.all(), public_id)
    access.require_write(reader, step.goal)
    return step


@verb(rating_to_write, lambda reader, rating: goal_path(reader, rating.goal))
def rating_undoing(request: PracticeRequest, row: GoalRating) -> tuple[str, str]:
    actions.undo_rating(row, actor=request.membership.person)
    return _("The rating is taken back."), on_to_next(
        request, path(request.membership, "rating_redoing", row.public_id)
    )


@verb(rating_to_write, lambda reader, rating: goal_path(reader, rating.goal))
def rating_redoing(request: PracticeRequest, row: GoalRating) -> str:
    actions.redo_rating(row, actor=request.membership.person)
    return _("The rating counts again.")


@verb(ruler_to_write, lambda reader, ruler: goal_path(reader, ruler.goal))
def will_undoing(request: PracticeRequest, row: GoalRuler) -> str:
    actions.undo_will(row, actor=request.membership.person)
    return _("Taken back.")


@verb(step_to_write, lambda reader, step: goal_path(reader, step.goal))
def step_undoing(request: PracticeRequest, row: GoalStep) -> str:
    actions.undo_step(row, actor=request.membership.person)
    return _("Taken back.")
