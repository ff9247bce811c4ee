"""After a first talk: the invitation in a click, or parting."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.onboarding.forms import InviteClientForm
from opencoach.people import access, navigation
from opencoach.people.models import Engagement
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.scheduling.actions import prospects as actions
from opencoach.scheduling.queries.talks import talks_of


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*navigation.COACHES)
def prospect(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """Who it is, when the talk is or was, and both ways on; a POST invites with what is said here."""
    found = _of(request, engagement)
    client = found.current_clients[0]
    first = {
        "name": client.display_name, "email": client.person.email, "zone": client.zone,
        "specialisation": found.specialisation, "allotment_kind": found.allotment_kind,
    }  # fmt: skip
    data = {**first, **request.POST.dict(), "name": client.display_name, "email": client.person.email}
    form = InviteClientForm(data if request.method == "POST" else None, initial=first)
    for name in ("name", "email", "zone"):
        form.fields[name].required = False
    if form.is_bound and form.is_valid():
        try:
            actions.invite(found, request.membership, wanted=form.client())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            said(request, _("%(name)s is invited.") % {"name": client.display_name})
            return redirect("dashboard:overview", request.membership.practice.slug, engagement)
    context = {"engagement": found, "client": client, "form": form, "talks": talks_of(found),
               "ahead": actions.ahead_of(found)}  # fmt: skip
    return render(request, "scheduling/prospect.html", context, status=422 if form.errors else 200)


@require_POST
@in_practice(*navigation.COACHES)
def prospect_invitation(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """Invited as it stands, in one click."""
    found = _of(request, engagement)
    try:
        actions.invite(found, request.membership)
    except Refused as error:
        refused(request, str(error))
    else:
        said(request, _("%(name)s is invited.") % {"name": found.name})
    return redirect("dashboard:overview", request.membership.practice.slug, engagement)


@require_POST
@in_practice(*navigation.COACHES)
def prospect_parting(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """Nothing comes of it."""
    found = _of(request, engagement)
    try:
        actions.let_go(found, request.membership)
    except Refused as error:
        refused(request, str(error))
    else:
        said(request, _("You and %(name)s part. “Go on again” on their page takes it back.") % {"name": found.name})
    return redirect("dashboard:overview", request.membership.practice.slug, engagement)


def _of(request: PracticeRequest, public_id: uuid.UUID) -> Engagement:
    """A first talk of the coach's own, with its client; else Http404."""
    found = access.get_engagement(request.membership, public_id)
    if found.status != Engagement.Status.PROSPECT or not found.current_clients:
        raise Http404
    return found
