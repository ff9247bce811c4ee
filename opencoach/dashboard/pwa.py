"""What makes OpenCoach installable: the manifest, the service worker, the page for when there is no network."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from opencoach.dashboard.styleguide import Example
from opencoach.people.models import Practice


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """The web app manifest; the same for every practice, since one installation may hold several."""
    icons = [
        {"src": static("icons/icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("icons/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {"src": static("icons/icon-maskable-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        {"src": static("icons/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
    ]
    return JsonResponse(
        {
            "name": "OpenCoach",
            "short_name": "OpenCoach",
            "description": _("Coaching, between and in sessions."),
            "id": "/",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#f5f3ef",
            "theme_color": "#f5f3ef",
            "icons": icons,
        },
        content_type="application/manifest+json",
    )


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker's script. Its text changes with the built files, so browsers take the new one at once."""
    kept = [static(name) for name in ("build/main.css", "build/shell.js", "build/figtree-latin-wght-normal.woff2")]
    general = {"title": "OpenCoach", "body": _("Something new waits for you."), "tag": "opencoach", "url": "/"}
    context = {"kept": [*kept, static("build/icons.svg")], "general": general, "icon": static("icons/icon-192.png")}
    response = render(request, "dashboard/sw.js", context, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a page shows while there is no network."""
    return render(request, "errors/offline.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read what is public; everything private also says noindex by itself."""
    return HttpResponse(
        "User-agent: *\nAllow: /account/login/$\nDisallow: /p/\nDisallow: /account/\nAllow: /\n",
        content_type="text/plain",
    )


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every state; only while `OPENCOACH_DEBUG` is on."""
    if not settings.DEBUG:
        raise Http404
    sent = Example({"email": "not an address", "name": ""}) if request.GET.get("errors") else Example()
    return render(
        request,
        "dashboard/styleguide.html",
        {
            "form": sent,
            "hues": Practice.Hue.values,
            "hue": request.GET.get("hue", "pine"),
            "theme": request.GET.get("theme", ""),
        },
    )
