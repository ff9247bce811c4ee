"""The page behind "unsubscribe", and the one click of a mail program (RFC 8058)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from opencoach.lib import tokens
from opencoach.outbox import unsubscribing
from opencoach.outbox.actions import lift
from opencoach.people.models import Person, Practice


@csrf_exempt  # the token is the right, and a mail program sends nothing else with it
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows and changes nothing. POST ends groups of mails from one practice, or (`again`) takes that back."""
    try:
        person_id, practice_id, groups = unsubscribing.read(token)
    except tokens.BadToken as error:
        raise Http404 from error
    person = get_object_or_404(Person, public_id=person_id)
    practice = get_object_or_404(Practice, public_id=practice_id)
    if request.method == "POST":
        for group in groups:
            (lift.subscribe_again if "again" in request.POST else lift.unsubscribe)(person, practice, group)
    context = {
        "practice": practice,
        "hue": practice.hue,
        "group": unsubscribing.names(groups),
        "ended": all(lift.is_unsubscribed(person, practice, group) for group in groups),
    }
    return render(request, "outbox/unsubscribe.html", context)
