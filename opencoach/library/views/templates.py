"""Library → Message templates: written once, filled in for each client."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.library import access, fields, merging, ports
from opencoach.library.actions import templates as verbs
from opencoach.library.actions.templates import LONGEST
from opencoach.library.forms import TemplateForm
from opencoach.library.ports import About
from opencoach.library.queries.templates import Wording, template_of, templates_of
from opencoach.library.usual import BY_ID
from opencoach.people import access as people
from opencoach.people.models import Engagement, Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.queries.engagements import with_parts
from opencoach.people.said import said

COACHES = Membership.COACHES


@require_safe
@in_practice(*COACHES)
def templates(request: PracticeRequest) -> HttpResponse:
    """Those that one has."""
    offered, away = templates_of(request.membership)
    return render(request, "library/templates.html", {"offered": offered, "away": away})


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def new(request: PracticeRequest) -> HttpResponse:
    """Write one."""
    return _edited(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def template(request: PracticeRequest, template: uuid.UUID) -> HttpResponse:
    """Change one. One of the usual ones becomes one's own; what a colleague shared is only looked at."""
    found = template_of(request.membership, template)
    if found is None:
        raise Http404
    if request.method == "POST" and not found.may_change:
        raise Http404
    return _edited(request, found)


def _edited(request: PracticeRequest, found: Wording | None) -> HttpResponse:
    reader = request.membership
    initial = {} if found is None else {
        "title": found.title, "body": found.body, "shared": found.row is not None and found.row.shared_at is not None,
    }  # fmt: skip
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=initial)
    looks = request.POST.get("do") == "preview"
    if form.is_bound and form.is_valid() and not looks:
        _keep(reader, found, form.cleaned_data)
        said(request, _("Saved."))
        return redirect("library:templates", reader.practice.slug)
    text = request.POST.get("body", "")[:LONGEST] if form.is_bound else (found.body if found else "")
    mine = with_parts(people.engagements_for(reader), coaches=False).exclude(status=Engagement.Status.ENDED)
    engagements = sorted((one for one in mine if one.current_clients), key=lambda one: one.name.casefold())
    context = {
        "form": form, "wording": found, "fields": list(ports.fields.values()), "engagements": engagements,
        "chosen": request.POST.get("with", ""), **_preview(reader, text, engagements, request.POST.get("with", "")),
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "library/template.html", context, status=status)


def _preview(reader: Membership, text: str, engagements: list[Engagement], chosen: str) -> dict[str, Any]:
    """The text as it would go to the chosen client, or with sample values."""
    if not text or merging.unknown(text, ports.fields):
        return {}
    one = next((found for found in engagements if str(found.public_id) == chosen), None)
    if one is None:
        return {"shown": fields.sampled(text)}
    one.practice = reader.practice
    merged = fields.merged(text, About(reader, one, _with_practice(one.current_clients[0], reader)))
    return {
        "shown": merged.text, "shown_for": one.name,
        "missing": [fields.why_missing(name) or "{" + name + "}" for name in merged.missing],
    }  # fmt: skip


def _with_practice(client: Membership, reader: Membership) -> Membership:
    client.practice = reader.practice
    return client


def _keep(reader: Membership, found: Wording | None, values: dict[str, Any]) -> None:
    title, body, shared = values["title"], values["body"], values["shared"]
    if found is not None and found.row is not None:
        verbs.change(found.row, title, body, shared=shared, by=reader)
    else:
        usual = BY_ID[found.public_id].key if found is not None else ""
        verbs.make(title, body, shared=shared, by=reader, usual=usual)


@require_POST
@in_practice(*COACHES)
def archiving(request: PracticeRequest, template: uuid.UUID) -> HttpResponse:
    """It is offered no longer."""
    reader, slug = request.membership, request.membership.practice.slug
    found = template_of(reader, template)
    if found is None or not found.may_change:
        raise Http404
    if found.row is None:
        row = verbs.archive_usual(BY_ID[found.public_id], by=reader)
    else:
        row = found.row
        verbs.archive(row, by=reader)
    undo = reverse("library:template_restoring", args=[slug, row.public_id])
    said(request, _("“%(title)s” is put away.") % {"title": row.title}, undo)
    return redirect("library:templates", slug)


@require_POST
@in_practice(*COACHES)
def restoring(request: PracticeRequest, template: uuid.UUID) -> HttpResponse:
    """It is offered again."""
    row = access.get_template_to_change(request.membership, template)
    verbs.restore(row, by=request.membership)
    said(request, _("“%(title)s” is offered again.") % {"title": row.title})
    return redirect("library:templates", request.membership.practice.slug)
