"""What every page for strangers has: their clock, no cookies, and whether a frame elsewhere may show it."""

import datetime as dt
import zoneinfo
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from opencoach.lib import moments
from opencoach.people.models import Membership, Practice
from opencoach.scheduling import doors, readers
from opencoach.scheduling.actions.holding import Reader

FRAME = "embed"  # the door through which a frame comes; the other one is "book"


class StrangerRequest(HttpRequest):
    """A request of somebody without an account. `door` is "book" or "embed"."""

    door: str
    reader: Reader


def for_strangers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page without cookies: everything that it knows of its reader stands in the address, signed where it matters.
    So it works in a frame of another site, and there is nothing that a forged form could use (no CSRF token). Nor is
    there anything secret that its compressed size could tell (as BREACH does): so it travels compressed."""

    @wraps(view)
    def page(request: Any, door: str, practice: str, *args: Any, **kwargs: Any) -> HttpResponse:
        request.door = door
        response = view(request, practice, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return csrf_exempt(gzip_page(page))


def settle(request: StrangerRequest, home: str, *, chosen: Reader | None = None) -> Reader:
    """Show times on the clock of this reader (`home`: the zone before their browser has said theirs)."""
    reader = chosen or Reader(readers.zone_of(request, home), readers.has_twelve_hours(request))
    timezone.activate(zoneinfo.ZoneInfo(reader.zone))
    moments.twelve_hours.set(reader.hour12 or None)
    request.reader = reader
    return reader


def shell(request: StrangerRequest, practice: Practice) -> dict[str, Any]:
    """What the frame around each of these pages needs."""
    return {
        "door": request.door,
        "framed": request.door == FRAME,
        "practice": practice,
        "hue": practice.hue,
        "home": request.reader.zone,
        "zone_in_address": "zone" in request.GET,
        "now": timezone.now(),
        "public_url": settings.PUBLIC_URL,
    }


def let_in_frames(request: StrangerRequest, response: HttpResponse, practice: Practice) -> HttpResponse:
    """The sites that the practice has named may show the page; nobody may show the one that is no frame."""
    if request.door != FRAME:
        return response
    response.headers["X-Robots-Tag"] = "noindex"
    sites = doors.settings_of(practice).sites
    if sites:
        response._csp_replace = {"frame-ancestors": sites}  # type: ignore[attr-defined]
        response.xframe_options_exempt = True
    return response


def there(start: dt.datetime, coach: Membership, reader: Reader) -> dict[str, Any]:
    """What the coach's clock shows, where it shows something else."""
    wall = moments.there(start, coach.zone, reader.zone)
    return {
        "coach_clock": wall,
        "coach_other_day": wall is not None and wall.date() != timezone.localtime(start).date(),
    }
