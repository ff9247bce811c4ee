import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.onboarding import access
from opencoach.onboarding.actions.invite import invite_client, resend, withdraw
from opencoach.onboarding.actions.invite import invite_colleague as ask_colleague
from opencoach.onboarding.forms import InviteClientForm, InviteColleagueForm
from opencoach.onboarding.models import Invitation
from opencoach.onboarding.sending import on_its_way, warnings
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said

Role = Membership.Role


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*Membership.COACHES)
def invite(request: PracticeRequest) -> HttpResponse:
    """A coach invites one client."""
    membership = request.membership
    form = InviteClientForm.of(membership.practice, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = invite_client(membership, form.client())
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            said(request, _("%(name)s is invited.") % {"name": row.name} + f" {on_its_way()}")
            return redirect(_back(membership, row))
    return _page(request, "onboarding/invite.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(Role.OWNER)
def invite_colleague(request: PracticeRequest) -> HttpResponse:
    """An owner asks a coach or an assistant into the practice."""
    form = InviteColleagueForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            row = ask_colleague(
                request.membership, email=words["email"], name=words["name"], role=words["role"], note=words["note"]
            )
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            said(request, _("%(name)s is invited.") % {"name": row.name} + f" {on_its_way()}")
            return redirect("people:people_settings", request.membership.practice.slug)
    context = {"waiting": access.invited_colleagues(request.membership), "now": timezone.now()}
    return _page(request, "onboarding/invite_colleague.html", form, context)


@require_POST
@in_practice(*Membership.COACHES)
def invitation_resending(request: PracticeRequest, invitation: uuid.UUID) -> HttpResponse:
    """Send it again with a new link; the older links stop working."""
    row = access.get_invitation(request.membership, invitation)
    try:
        resend(row, actor=request.membership.person)
    except Refused as refusal:
        refused(request, str(refusal))
    else:
        said(request, _("Sent again to %(email)s. The older link does not work any more.") % {"email": row.email})
    return redirect(_back(request.membership, row))


@require_POST
@in_practice(*Membership.COACHES)
def invitation_withdrawal(request: PracticeRequest, invitation: uuid.UUID) -> HttpResponse:
    """The link stops working."""
    row = access.get_invitation(request.membership, invitation)
    try:
        withdraw(row, actor=request.membership.person)
    except Refused as refusal:
        refused(request, str(refusal))
    else:
        said(request, _("The invitation to %(name)s is withdrawn.") % {"name": row.name})
    return redirect(_back(request.membership, row))


def _back(membership: Membership, row: Invitation) -> str:
    slug = membership.practice.slug
    if row.engagement is None:
        return reverse("onboarding:invite_colleague", args=[slug])
    return reverse("dashboard:overview", args=[slug, row.engagement.public_id])


def _page(
    request: PracticeRequest,
    template: str,
    form: InviteClientForm | InviteColleagueForm,
    context: dict[str, object] | None = None,
) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, "warnings": warnings(), **(context or {})}, status=status)
