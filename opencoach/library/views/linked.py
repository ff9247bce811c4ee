"""A material read from a mail, without signing in. To look at it notes nothing: mail scanners look, too."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opencoach.lib import sniff
from opencoach.library import linked as links
from opencoach.library.actions import sending as actions
from opencoach.library.models import Share
from opencoach.library.views import files
from opencoach.people.reading import as_read_by
from opencoach.people.said import said

View = Callable[[HttpRequest, Share, str], HttpResponseBase]


def opened(view: View) -> Callable[..., HttpResponseBase]:
    """Give the view what the link opens, in the client's zone and language; any other link gets a page that says so."""

    @wraps(view)
    def page(request: HttpRequest, token: str) -> HttpResponseBase:
        try:
            found = links.find(token)
        except links.Closed as closed:
            why = str(closed.args[0])
            return render(request, "library/linked_closed.html", {"why": why}, status=404 if why == "unknown" else 410)
        with as_read_by(found.client):
            return view(request, found, token)

    return page


@require_safe
@opened
def share(request: HttpRequest, found: Share, token: str) -> HttpResponse:
    """The material alone; for its client who is signed in, their own page of it."""
    if request.user.is_authenticated and request.user.pk == found.client.person_id:
        return redirect("library:share", found.engagement.practice.slug, found.public_id)
    version, practice = found.version, found.engagement.practice
    context = {
        "share": found, "version": version, "material": version.material, "practice": practice, "hue": practice.hue,
        "token": token, "file_url": reverse("reading:file", args=[token]),
        "captions_url": reverse("reading:captions", args=[token]),
        "thumbnail_url": reverse("reading:thumbnail", args=[token]),
        "is_shown": version.file is not None and sniff.is_shown(version.file.media_type),
    }  # fmt: skip
    return render(request, "library/linked.html", context)


@require_safe
@opened
def file(request: HttpRequest, found: Share, _token: str) -> HttpResponseBase:
    """Its file."""
    return files.give_file(request, found.version)


@require_safe
@opened
def thumbnail(request: HttpRequest, found: Share, _token: str) -> HttpResponseBase:
    return files.give_thumbnail(request, found.version)


@require_safe
@opened
def captions(request: HttpRequest, found: Share, _token: str) -> HttpResponse:
    return files.give_captions(found.version)


@require_POST
@opened
def completion(request: HttpRequest, found: Share, token: str) -> HttpResponse:
    """The client is through with it."""
    actions.done(found, by=found.client)
    said(request, _("Done. Your coach sees it."), reverse("reading:resumption", args=[token]))
    return redirect("reading:share", token)


@require_POST
@opened
def resumption(request: HttpRequest, found: Share, token: str) -> HttpResponse:
    """Not yet, after all."""
    actions.undone(found, by=found.client)
    return redirect("reading:share", token)
