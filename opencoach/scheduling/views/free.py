"""The free times of a month, for programs: documented in docs/api/free.md."""

import datetime as dt
import json
from collections.abc import Iterable

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opencoach.people.page import PracticeRequest, in_practice
from opencoach.scheduling.queries import calendar
from opencoach.scheduling.queries.choices import engagements, offers
from opencoach.scheduling.queries.free import Free
from opencoach.scheduling.views.booking import ARRANGING, chosen, chosen_offer


@require_safe
@in_practice(*ARRANGING)
def free(request: PracticeRequest) -> HttpResponse:
    """What the booking page shows of a month, asked for with the same addresses. 422 where it isn't said whom with or
    what, and there are several."""
    reader = request.membership
    key = request.GET.get("with", "")
    engagement = chosen(engagements(reader, key), key)
    if engagement is None:
        return JsonResponse({"detail": _("Say whom with: with=<the engagement’s id>.")}, status=422)
    offer = chosen_offer(offers(reader, engagement), request.GET.get("type", ""), request.GET.get("coach", ""))
    if offer is None:
        return JsonResponse({"detail": _("Say what: type=<the type’s id>.")}, status=422)
    first = calendar.read_month(request.GET.get("month", ""), timezone.localdate())
    window = calendar.days_of_month(first, reader.zone)
    starts = Free(offer.coach, offer.kind, window, by_staff=not reader.is_client).starts(timezone.now())
    return HttpResponse(as_json(reader.zone, starts), content_type="application/json")


def as_json(zone: str, starts: Iterable[int]) -> str:
    """The answer: the reader's zone, and the instants (epoch seconds) in UTC."""
    times = [dt.datetime.fromtimestamp(start, dt.UTC).isoformat()[:16] + "Z" for start in starts]
    return json.dumps({"zone": zone, "times": times})
