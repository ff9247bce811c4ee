from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from opencoach.people import access


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To Today, in the practice that was used last; without any practice, say so."""
    slugs = [membership.practice.slug for membership in access.memberships_of(access.person_of(request))]
    if not slugs:
        return render(request, "dashboard/no_practice.html")
    last = (request.session.get("here") or [""])[0]
    return redirect("dashboard:today", last if last in slugs else slugs[0])
