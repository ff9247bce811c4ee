"""Settings: what a coach's notes can begin with."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.lib.finding import first_or_404
from opencoach.notes import access
from opencoach.notes.actions import templates as verbs
from opencoach.notes.forms import TemplateForm
from opencoach.notes.models import NoteTemplate
from opencoach.notes.usual import USUAL
from opencoach.people import navigation
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.said import said

COACHES = navigation.COACHES


@require_safe
@in_practice(*COACHES)
def templates(request: PracticeRequest) -> HttpResponse:
    """The coach's own, those that come with the product, and the archived ones."""
    rows = list(access.templates_for(request.membership).order_by("title", "pk"))
    context = {
        "offered": [row for row in rows if row.archived_at is None],
        "archived": [row for row in rows if row.archived_at is not None],
        "usual": USUAL,
    }
    return render(request, "notes/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def template_new(request: PracticeRequest) -> HttpResponse:
    """Write one."""
    return _written(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def template(request: PracticeRequest, template: uuid.UUID) -> HttpResponse:
    """Change one."""
    return _written(request, first_or_404(access.templates_for(request.membership), template))


def _written(request: PracticeRequest, row: NoteTemplate | None) -> HttpResponse:
    initial = {"title": row.title, "body": row.body} if row else None
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        if row is None:
            verbs.make(values["title"], values["body"], by=request.membership)
        else:
            verbs.change(row, values["title"], values["body"])
        said(request, _("Saved."))
        return redirect("notes:templates", request.membership.practice.slug)
    return render(request, "notes/template.html", {"form": form, "template": row}, status=422 if form.is_bound else 200)


@require_POST
@in_practice(*COACHES)
def template_archiving(request: PracticeRequest, template: uuid.UUID) -> HttpResponse:
    """It is offered no longer."""
    verbs.archive(first_or_404(access.templates_for(request.membership), template))
    said(request, _("It is offered no longer."))
    return redirect("notes:templates", request.membership.practice.slug)


@require_POST
@in_practice(*COACHES)
def template_restoring(request: PracticeRequest, template: uuid.UUID) -> HttpResponse:
    """It is offered again."""
    verbs.restore(first_or_404(access.templates_for(request.membership), template))
    said(request, _("It is offered again."))
    return redirect("notes:templates", request.membership.practice.slug)
