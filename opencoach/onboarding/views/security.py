from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opencoach.people import access
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.said import said


@require_safe
@in_practice()
def security(request: PracticeRequest) -> HttpResponse:
    """How one signs in, and where one is signed in; each step leads to its page under /account/."""
    person = request.membership.person
    kinds = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    context = {
        "addresses": EmailAddress.objects.filter(user=person).order_by("-primary", "email"),
        "has_password": person.has_usable_password(),
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "has_totp": Authenticator.Type.TOTP in kinds,
        "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "sign_ins": sorted(
            UserSession.objects.purge_and_list(person),
            key=lambda one: (not one.is_current(), -one.last_seen_at.timestamp()),
        ),
    }
    return render(request, "onboarding/security.html", context)


@require_POST
@in_practice()
def sign_in_ending(request: PracticeRequest, sign_in: int) -> HttpResponse:
    """Sign out one other device; its next request is refused."""
    get_object_or_404(UserSession, pk=sign_in, user=request.membership.person).end()
    said(request, _("That device is signed out."))
    return redirect("onboarding:security", request.membership.practice.slug)


@login_required
@require_safe
def security_home(request: HttpRequest) -> HttpResponse:
    """From a page under /account/ back to Security in the practice that was used last, or in any."""
    memberships = access.memberships_of(access.person_of(request))
    here = request.session.get("here")
    last = memberships.filter(practice__slug=here[0]).first() if here else None
    membership = last or memberships.first()
    if membership is None:
        return redirect("dashboard:home")
    return redirect("onboarding:security", membership.practice.slug)
