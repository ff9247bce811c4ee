"""A client's Materials, for the coach: what they have and did with it; and sending them something."""

import uuid
from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.library import access, fields
from opencoach.library.actions import sending as actions
from opencoach.library.mails import ATTACHED
from opencoach.library.models import Material, Share
from opencoach.library.ports import About
from opencoach.library.queries import picking
from opencoach.library.queries.materials import items_of
from opencoach.library.queries.shares import sent_in
from opencoach.library.queries.templates import template_of, templates_of
from opencoach.people import access as people
from opencoach.people import navigation
from opencoach.people.models import Engagement, Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.queries.engagements import get_with_parts
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said

COACHES = Membership.COACHES


@require_safe
@in_practice(*COACHES)
def sent(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """What went to this client, and what became of it there."""
    reader = request.membership
    found = _engagement(request, engagement)
    context = {
        "engagement": found, "rows": sent_in(reader, found), "writes": people.may_write(reader, found),
        "tabs": navigation.tab_links(reader, found, "materials", content=True), "several": found.group_id is not None,
    }  # fmt: skip
    return render(request, "library/sent.html", context)


def _engagement(request: PracticeRequest, engagement: uuid.UUID) -> Engagement:
    mine = people.engagements_for(request.membership).select_related("conversation")
    found = get_with_parts(mine, engagement)
    found.practice = request.membership.practice
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def send(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """Choose materials and say a word about them. `?material=` is chosen already; `?template=` fills the words in."""
    reader = request.membership
    found = _engagement(request, engagement)
    if not people.may_write(reader, found) or not found.current_clients:
        refused(request, _("Nobody takes part here who could get it."))
        return redirect("library:sent", reader.practice.slug, engagement)
    chosen = request.POST.getlist("material") if request.method == "POST" else request.GET.getlist("material")
    looks = request.method == "POST" and request.POST.get("do") != "send"
    if request.method == "POST" and not looks:
        try:
            made = actions.send(
                picking.versions_of(reader, chosen), found, by=reader,
                note=request.POST.get("note", "").replace("\r\n", "\n"), attach="attach" in request.POST,
            )  # fmt: skip
        except Refused as reason:
            return _picker(request, found, chosen, str(reason))
        count = len({share.version_id for share in made.shares.all()})
        words = ngettext("It is on its way to %(name)s.", "%(number)d materials are on their way to %(name)s.", count)
        said(request, words % {"name": found.name, "number": count})
        return redirect("library:sent", reader.practice.slug, engagement)
    return _picker(request, found, chosen)


def _picker(request: PracticeRequest, found: Engagement, chosen: list[str], wrong: str = "") -> HttpResponse:
    reader = request.membership
    asked = request.POST if request.method == "POST" else request.GET
    words = asked.get("q", "").strip()[:200]
    note = asked.get("note", "")
    missing: list[str] = []
    template = asked.get("template", "")
    if template and (asked.get("do") == "template" or not note):
        note, missing = _merged(reader, found, template)
    context = {
        "engagement": found, "rows": picking.offered(reader, words, chosen), "words": words, "note": note,
        "missing": missing, "templates": templates_of(reader)[0], "template": template, "wrong": wrong,
        "attach": "attach" in asked, "largest": ATTACHED,
    }  # fmt: skip
    return render(request, "library/sending.html", context, status=422 if wrong else 200)


def _merged(reader: Membership, found: Engagement, template: str) -> tuple[str, list[str]]:
    """A template's words for this client, and why some of its fields stay empty."""
    try:
        wording = template_of(reader, uuid.UUID(template))
    except ValueError:
        wording = None
    if wording is None:
        return "", []
    client = found.current_clients[0]
    client.practice = reader.practice
    merged = fields.merged(wording.body, About(reader, found, client))
    return merged.text, [fields.why_missing(name) or "{" + name + "}" for name in merged.missing]


@require_safe
@in_practice(*COACHES)
def recipient(request: PracticeRequest, material: uuid.UUID) -> HttpResponse:
    """From a material to the page that sends it to the client named by `?to=`."""
    return _to(request, [access.get_material(request.membership, material)])


@require_safe
@in_practice(*COACHES)
def collection_recipient(request: PracticeRequest, collection: uuid.UUID) -> HttpResponse:
    """From a collection to the page that sends all of it that the coach may use, at most as much as goes at once."""
    rows = items_of(request.membership, access.get_collection(request.membership, collection))
    kept = [row.material for row in rows if row.material.archived_at is None]
    return _to(request, kept[: actions.MOST])


def _to(request: PracticeRequest, chosen: Sequence[Material]) -> HttpResponse:
    engagement = people.get_engagement(request.membership, request.GET.get("to", ""))
    there = reverse("library:sending", args=[request.membership.practice.slug, engagement.public_id])
    return redirect(f"{there}?{urlencode({'material': [one.public_id for one in chosen]}, doseq=True)}")


@require_POST
@in_practice(*COACHES)
def withdrawal(request: PracticeRequest, share: uuid.UUID) -> HttpResponse:
    """The client doesn't see it any more."""
    found = _of_mine(request, share)
    actions.withdraw(found, by=request.membership)
    slug = request.membership.practice.slug
    undo = reverse("library:giving_back", args=[slug, share])
    said(request, _("“%(title)s” is taken back.") % {"title": found.version.title}, undo)
    return redirect("library:sent", slug, found.engagement.public_id)


@require_POST
@in_practice(*COACHES)
def giving_back(request: PracticeRequest, share: uuid.UUID) -> HttpResponse:
    """The client sees it again."""
    found = _of_mine(request, share)
    actions.give_back(found, by=request.membership)
    said(request, _("They have it again."))
    return redirect("library:sent", request.membership.practice.slug, found.engagement.public_id)


def _of_mine(request: PracticeRequest, share: uuid.UUID) -> Share:
    return access.get_share(request.membership, share)
