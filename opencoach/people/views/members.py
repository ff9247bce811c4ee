"""Settings → People: the colleagues, their roles, the end of a membership."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from opencoach.people import access, navigation
from opencoach.people.actions.membership import change_role, end_membership, reopen_membership
from opencoach.people.forms import RoleForm
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.queries.members import colleagues
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said

OWNER = Membership.Role.OWNER
ROLES = [
    ("owner", Membership.Role.OWNER.label, gettext_lazy("Coaches, and looks after the practice and its people.")),
    ("coach", Membership.Role.COACH.label, gettext_lazy("Sees their own clients only.")),
    ("assistant", Membership.Role.ASSISTANT.label, gettext_lazy("Sees names and times, reads no content.")),
]


@require_safe
@in_practice(*navigation.STAFF)
def people_settings(request: PracticeRequest) -> HttpResponse:
    present, gone = colleagues(request.membership)
    return render(request, "people/people_settings.html", {"members": present, "gone": gone, "role_choices": ROLES})


def _member(request: PracticeRequest, public_id: uuid.UUID) -> Membership:
    return get_object_or_404(access.members_of(request.membership).select_related("practice"), public_id=public_id)


@require_POST
@in_practice(OWNER)
def role(request: PracticeRequest, member: uuid.UUID) -> HttpResponse:
    colleague, form = _member(request, member), RoleForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        change_role(colleague, form.cleaned_data["role"], actor=request.membership.person)
    except Refused as error:
        refused(request, str(error))
    else:
        said(request, _("%(name)s has a new role.") % {"name": colleague.display_name})
    return redirect("people:people_settings", request.membership.practice.slug)


@require_POST
@in_practice(OWNER)
def membership_ending(request: PracticeRequest, member: uuid.UUID) -> HttpResponse:
    colleague, slug = _member(request, member), request.membership.practice.slug
    try:
        end_membership(colleague, actor=request.membership.person)
    except Refused as error:
        refused(request, str(error))
    else:
        undo = reverse("people:membership_reopening", args=[slug, member])
        said(request, _("%(name)s sees nothing here any more.") % {"name": colleague.display_name}, undo)
    if colleague.pk == request.membership.pk:
        return redirect("dashboard:home")
    return redirect("people:people_settings", slug)


@require_POST
@in_practice(OWNER)
def membership_reopening(request: PracticeRequest, member: uuid.UUID) -> HttpResponse:
    colleague = _member(request, member)
    reopen_membership(colleague, actor=request.membership.person)
    said(request, _("%(name)s is back, with all that they had.") % {"name": colleague.display_name})
    return redirect("people:people_settings", request.membership.practice.slug)
