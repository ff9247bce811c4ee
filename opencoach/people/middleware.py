"""Who reads, in which zone, and what nobody may keep."""

import zoneinfo
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from opencoach.lib import moments

# What a stranger may ask for. Every other path gives the same answer, whether it exists or not: sign in first.
OPEN_FOLDERS = (
    "/account/",
    "/invitation/",
    "/session/",
    "/rate/",
    "/mail/webhooks/",
    "/support/",
    "/texts/",
    "/s/",
    "/do/",
    "/answer/",
    "/material/",
    "/setup/",
    "/static/",
    "/styleguide/",
    "/unsubscribe/",
    "/live/",
    "/demo/",
    "/about/",
    "/feeds/",
    "/book/",
    "/embed/",
)
OPEN_FILES = frozenset(
    {"/healthz", "/readyz", "/offline/", "/manifest.webmanifest", "/sw.js", "/robots.txt", "/favicon.ico"}
)
# What a search engine may list; everything else asks it not to.
PUBLIC = ("/about/", "/static/", "/book/")  # of these "/book/" says it itself, page by page
PUBLIC_PAGES = frozenset({"/account/login/"})
# What may be kept by a browser or a proxy; the rest is private unless the view itself says for how long.
KEEPABLE = ("/static/", "/about/", "/offline/", "/manifest.webmanifest", "/sw.js", "/robots.txt", "/favicon.ico")

Next = Callable[[HttpRequest], HttpResponseBase]


def is_open(path: str) -> bool:
    """Whether a stranger may ask for this path."""
    return path in OPEN_FILES or path.startswith(OPEN_FOLDERS)


class SignInFirst:
    """Anonymous visitors get one and the same redirect for every private path, existing or not, whatever they send."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_open(request.path) or request.user.is_authenticated:
            response = self.get_response(request)
        elif request.headers.get("HX-Request"):
            response = HttpResponse(status=401, headers={"HX-Redirect": redirect_to_login("/")["Location"]})
        else:
            response = redirect_to_login(request.get_full_path())
        return keep_private(request, response)


def keep_private(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Nothing private is listed by a search engine or kept in a cache."""
    if not request.path.startswith(PUBLIC) and request.path not in PUBLIC_PAGES:
        response.headers.setdefault("X-Robots-Tag", "noindex")
    if not request.path.startswith(KEEPABLE):
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response


class ReadersZone:
    """Dates are shown in the reader's own zone: the one of their membership in the practice that they look at.

    `people.page.in_practice` switches to it with the membership that the page loads anyway. Outside a practice it
    is the zone of the one that they used last, from the session.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        moments.twelve_hours.set(None)
        with timezone.override(self.zone(request)):
            return self.get_response(request)

    @staticmethod
    def zone(request: HttpRequest) -> zoneinfo.ZoneInfo:
        """The zone before the page is known."""
        if is_open(request.path) and not request.path.startswith("/account/"):
            return zoneinfo.ZoneInfo("UTC")  # don't read the session for a style sheet
        here = request.session.get("here")
        return zoneinfo.ZoneInfo(here[1] if here else "UTC")
