"""What the link of a coach's mail opens: another time that a calendar program proposes. GET shows, POST does."""

import uuid
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from opencoach.people import access
from opencoach.people.models import Membership
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.sessions import times
from opencoach.sessions.actions import answering
from opencoach.sessions.links import Linked
from opencoach.sessions.queries.answers import answers_of
from opencoach.sessions.views.linked import context_of, opened


@require_safe
@opened
def proposal(request: HttpRequest, linked: Linked, member: uuid.UUID) -> HttpResponse:
    """When it is, and when they would like it to be."""
    proposer = _proposer(linked, member)
    stands = [one for one in answers_of(linked.session, linked.member) if one.member == member and one.start]
    context = context_of(linked) | {"proposal": stands[0] if stands else None, "proposer": proposer}
    return render(request, "sessions/linked_proposal.html", context)


def _answering(verb: Callable[..., object], done: str | Promise) -> Callable[..., HttpResponseBase]:
    @require_POST
    @opened
    def view(request: HttpRequest, linked: Linked, member: uuid.UUID) -> HttpResponse:
        proposer = _proposer(linked, member)
        try:
            verb(linked.session, proposer, times.read(request.POST.get("start", "")), actor=linked.member.person)
        except Refused as error:
            refused(request, str(error))
            return redirect("sessions:linked_proposal", linked.token, member)
        said(request, str(done))
        return redirect("sessions:linked", linked.token)

    return view


acceptance = _answering(answering.take_proposal, gettext_lazy("The session is moved."))
refusal = _answering(answering.refuse_proposal, gettext_lazy("It stays at its time. They are told."))


def _proposer(linked: Linked, member: uuid.UUID) -> Membership:
    """Who proposes it; only the session's coach answers. Raises Http404."""
    found = access.people_in(linked.session.engagement).select_related("person").filter(public_id=member).first()
    if found is None or not linked.member.is_coach:
        raise Http404
    return found
