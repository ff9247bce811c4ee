"""Help: whom to call, one click away from every page of a client."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opencoach.people import access
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.queries.specialisations import help_for
from opencoach.people.specialisations import Help


@require_safe
@in_practice()
def help_page(request: PracticeRequest) -> HttpResponse:
    return render(request, "people/help.html", {"helps": _of_their_work(request.membership)})


def _of_their_work(membership: Membership) -> list[Help]:
    """For a client: when to look for other help, as what they are coached in says it."""
    if not membership.is_client:
        return []
    kinds = access.engagements_for(membership).exclude(status="ended").order_by().values_list("specialisation")
    found = (help_for(kind) for (kind,) in sorted(set(kinds)))
    return [one for one in found if one is not None]
