"""Settings → Your profile."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencoach.people.actions.membership import change_profile
from opencoach.people.forms import ProfileForm
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.said import said


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice()
def profile(request: PracticeRequest) -> HttpResponse:
    membership = request.membership
    data = request.POST if request.method == "POST" else None
    form = ProfileForm.of(membership, data)
    if data is not None and form.is_valid():
        change_profile(membership, form.values(), actor=membership.person)
        said(request, _("Saved."))
        return redirect("people:profile", membership.practice.slug)
    return render(request, "people/profile.html", {"form": form}, status=200 if data is None else 422)
