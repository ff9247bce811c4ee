"""What is asked of whom: a client's own list, and for a coach what to ask one client."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.people import access as people
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.questionnaires import access
from opencoach.questionnaires.actions import responding
from opencoach.questionnaires.queries.asked import askable, asked_in, mine

Role = Membership.Role
ANSWERING = (Role.OWNER, Role.COACH, Role.CLIENT)


@require_safe
@in_practice(*ANSWERING)
def responses(request: PracticeRequest) -> HttpResponse:
    """What waits for one's answer, and what one has answered."""
    waiting, done = mine(request.membership)
    return render(request, "questionnaires/responses.html", {"waiting": waiting, "done": done})


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*Membership.COACHES)
def asking(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """What this client was asked; and to ask them something more."""
    reader = request.membership
    found = people.get_engagement(reader, engagement)
    if request.method == "POST":
        version = access.get_version_to_ask(reader, request.POST.get("version", ""))
        try:
            asked = responding.ask(version, found, by=reader)
        except Refused as reason:
            refused(request, str(reason))
        else:
            words = ngettext("%(name)s is asked.", "%(number)d people are asked.", len(asked))
            said(request, words % {"name": found.name, "number": len(asked)})
        return redirect("questionnaires:asking", reader.practice.slug, engagement)
    context = {"engagement": found, "rows": asked_in(reader, found), "askable": askable(reader)}
    return render(request, "questionnaires/asking.html", context)


@require_POST
@in_practice(*Membership.COACHES)
def withdrawal(request: PracticeRequest, response: uuid.UUID) -> HttpResponse:
    """It isn't asked any more."""
    found = access.get_response_asked(request.membership, response)
    try:
        responding.withdraw(found, by=request.membership)
    except Refused as reason:
        refused(request, str(reason))
    else:
        said(request, _("It is not asked any more. You can ask it again."))
    slug = request.membership.practice.slug
    if found.engagement is None:
        return redirect("questionnaires:responses", slug)
    return redirect("questionnaires:asking", slug, found.engagement.public_id)
