"""Needs: found by a checklist, a wheel of life or in own words; rated, put in order, changed."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.people import access as people
from opencoach.people.models import Engagement, Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.said import said
from opencoach.people.specialisations import get as specialisation
from opencoach.plan import access, actions, private
from opencoach.plan.forms import ChecklistForm, NeedForm, NeedRatingForm, NoteNeedForm
from opencoach.plan.models import Need
from opencoach.plan.queries.plan import needs_of, plan_of, whose
from opencoach.plan.queries.wheels import wheels_of
from opencoach.plan.views.doing import PLANNING, form_page, path, plan_of_path, sent, taken_back, verb


@dataclass(frozen=True, slots=True)
class Place:
    """Whose plan a page is about."""

    engagement: Engagement
    client: Membership | None
    writes: bool


def place_of(request: PracticeRequest, engagement: uuid.UUID, *, to_write: bool = False) -> Place:
    """The plan that the page is about; Http404 for one that the reader may not see (or write)."""
    found = access.get_engagement(request.membership, engagement)
    of = request.GET.get("of", "")
    client = whose(found, request.membership, of)
    if of and client is None:
        raise Http404
    writes = people.may_write(request.membership, found) and (found.group is not None or client is not None)
    if to_write and not writes:
        raise Http404
    return Place(found, client, writes)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def needs(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """The needs of a plan, in their order; one more in own words."""
    place = place_of(request, engagement, to_write=request.method == "POST")
    form = NeedForm(sent(request))
    if form.is_bound and form.is_valid():
        source = Need.Source.WHEEL if request.POST.get("source") == "wheel" else Need.Source.OWN
        need = actions.name_need(
            place.engagement, place.client, form.cleaned_data["text"], actor=request.membership.person, source=source
        )
        said(request, _("The need stands in the plan."), path(request.membership, "need_removal", need.public_id))
        return redirect(plan_of_path(request.membership, place.engagement, place.client, "needs"))
    moved = {"moved": request.GET.get("moved", ""), "by": request.GET.get("by", "")}
    context = page_of(request.membership, place, form) | moved
    return render(request, "plan/needs.html", context, status=422 if form.is_bound else 200)


def page_of(reader: Membership, place: Place, form: NeedForm) -> dict[str, Any]:
    """What the page of a plan's needs shows."""
    first, latest = wheels_of(reader, place.engagement, place.client)
    found = plan_of(reader, place.engagement, place.client)
    return {
        "engagement": place.engagement,
        "client": place.client,
        "writes": place.writes,
        "needs": found.needs,
        "wheel": latest,
        "first_wheel": first,
        "form": form,
        "back": plan_of_path(reader, place.engagement, place.client),
        "checklist_url": plan_of_path(reader, place.engagement, place.client, "checklist"),
        "wheel_url": plan_of_path(reader, place.engagement, place.client, "wheel"),
        "order_url": plan_of_path(reader, place.engagement, place.client, "needs_order"),
        "here": plan_of_path(reader, place.engagement, place.client, "needs"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def checklist(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """What clients of this specialisation often say; what is ticked becomes a need."""
    place = place_of(request, engagement, to_write=True)
    reader = request.membership
    known = {private.words(need).get("key", "") for need in needs_of(reader, place.engagement, place.client)} - {""}
    form = ChecklistForm(specialisation(place.engagement.specialisation), known, sent(request))
    back = plan_of_path(reader, place.engagement, place.client, "needs")
    if form.is_bound and form.is_valid():
        made = actions.name_from_checklist(
            place.engagement, place.client, form.chosen, actor=reader.person, known=known
        )
        said(request, _("%(number)d more in the plan.") % {"number": len(made)})
        return redirect(back)
    return form_page(
        request, form, title=_("What is true for you?"), back=back, submit=_("Put these into the plan"),
        lead=_("What others have said who came with something like it. Tick what you could have said, too."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def need(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """One need: its words, how it is rated, and what has been written before."""
    reader = request.membership
    row = get_need(reader, thing)
    words = private.words(row)
    form = NoteNeedForm(sent(request), initial={**words, "revision": row.revision})
    if form.is_bound:
        access.require_write(reader, row)
    if form.is_bound and form.is_valid():
        revision = form.cleaned_data["revision"]
        if form.save(
            lambda: actions.reword_need(row, form.words("text", "note"), revision=revision, actor=reader.person)
        ):
            said(request, _("Changed."), taken_back(reader, "need_rereading", row, form.saved))
            return redirect(_home(reader, row))
    latest = row.ratings.order_by("-at", "-pk").first()
    rating = NeedRatingForm(
        initial={"importance": latest.importance, "satisfaction": latest.satisfaction} if latest else None
    )
    more: dict[str, Any] = {"need": row, "rating_form": rating, "writes": access.may_write(reader, row), "words": words}
    return form_page(
        request, form, title=_("Need"), back=_home(reader, row), submit=_("Save the words"), template="plan/need.html",
        **more,
    )  # fmt: skip


def get_need(reader: Membership, public_id: uuid.UUID) -> Need:
    return access.get_item(reader, Need.objects.all(), public_id)


def need_to_write(reader: Membership, public_id: uuid.UUID) -> Need:
    return access.require_write(reader, get_need(reader, public_id))


def _home(reader: Membership, row: Need) -> str:
    return plan_of_path(reader, row.engagement, row.client, "needs")


@require_POST
@in_practice(*PLANNING)
def need_rating(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """How important it is, and how satisfied the client is there."""
    row = need_to_write(request.membership, thing)
    form = NeedRatingForm(request.POST)
    if form.is_valid():
        said_of = form.cleaned_data
        actions.rate_need(row, said_of["importance"], said_of["satisfaction"], actor=request.membership.person)
        undo = path(request.membership, "need_unrating", row.public_id)
        said(request, _("Rated. Earlier ratings are kept."), undo)
        return redirect(_home(request.membership, row))
    words = NoteNeedForm(initial={**private.words(row), "revision": row.revision})
    context = {
        "form": words, "rating_form": form, "need": row, "writes": True, "title": _("Need"),
        "back": _home(request.membership, row), "submit": _("Save the words"), "words": private.words(row),
    }  # fmt: skip
    return render(request, "plan/need.html", context, status=422)


@verb(need_to_write, _home)
def need_unrating(request: PracticeRequest, row: Need) -> str:
    actions.unrate_need(row, actor=request.membership.person)
    return _("It is as it was.")


@require_POST
@in_practice(*PLANNING)
def need_moving(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """One place up or down; the page that comes says which one it was, so that the keyboard stays there."""
    row, direction = need_to_write(request.membership, thing), request.POST.get("direction", "")
    rows = needs_of(request.membership, row.engagement, row.client)
    if any(one.pk == row.pk for one in rows):
        wanted = actions.moved(rows, row, direction)
        actions.put_in_order(rows, wanted, actor=request.membership.person, verb="needs.ordered")
    home = _home(request.membership, row)
    by = "down" if direction == "down" else "up"
    return redirect(f"{home}{'&' if '?' in home else '?'}moved={row.public_id}&by={by}")


@require_POST
@in_practice(*PLANNING)
def needs_order(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """The needs in the order in which they were dragged: `order`, public ids with commas between."""
    place = place_of(request, engagement, to_write=True)
    rows = needs_of(request.membership, place.engagement, place.client)
    wanted = request.POST.get("order", "").split(",")[:500]
    actions.put_in_order(rows, wanted, actor=request.membership.person, verb="needs.ordered")
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    return redirect(plan_of_path(request.membership, place.engagement, place.client, "needs"))


@verb(need_to_write, _home)
def need_removal(request: PracticeRequest, row: Need) -> tuple[str, str]:
    actions.remove_need(row, actor=request.membership.person)
    return _("The need is out of the plan. Its goals stay."), path(
        request.membership, "need_restoration", row.public_id
    )


@verb(need_to_write, _home)
def need_restoration(request: PracticeRequest, row: Need) -> str:
    actions.restore_need(row, actor=request.membership.person)
    return _("It stands in the plan again.")


@verb(need_to_write, _home)
def need_rereading(request: PracticeRequest, row: Need, revision: int) -> str:
    actions.reread(row, revision, actor=request.membership.person, verb="need.reworded")
    return _("It reads again as it did.")
