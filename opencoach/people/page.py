"""Views that live in a practice: `/p/<practice>/…`."""

import zoneinfo
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation

from opencoach.lib import moments
from opencoach.people import access, once
from opencoach.people.models import Membership

P = ParamSpec("P")


class PracticeRequest(HttpRequest):
    """A request of a signed-in member; `membership` is theirs in the practice of the page, one of `memberships`."""

    membership: Membership
    memberships: list[Membership]


View = Callable[Concatenate[PracticeRequest, P], HttpResponseBase]


def in_practice(*roles: str) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """Load the reader's membership from the `practice` slug in the URL; a stranger, or another role, gets 404.

    The view gets the request with `request.membership` and the URL's other arguments, in the reader's own zone
    and language (`middleware.ReadersZone` resets both).
    """

    def wrap(view: View[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def page(request: Any, practice: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            person = access.person_of(request)
            request.memberships = list(access.memberships_of(person))  # the shell lists them besides
            request.membership = access.one_of(request.memberships, practice, *roles)
            request.membership.person = person
            _settle(request)
            return view(request, *args, **kwargs)

        return page

    return wrap


def _settle(request: PracticeRequest) -> None:
    """The reader's zone and language for this request, remembered for the pages outside a practice."""
    membership = request.membership
    if request.method in {"GET", "HEAD"}:
        once.begin(membership)
    timezone.activate(zoneinfo.ZoneInfo(membership.zone))
    moments.twelve_hours.set(membership.hour12)
    if translation.check_for_language(membership.language):
        translation.activate(membership.language)
    here = [membership.practice.slug, membership.zone]
    if request.session.get("here") != here:
        request.session["here"] = here
