"""Settings → Calendar feed, and the feed itself."""

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.said import said
from opencoach.scheduling import access
from opencoach.scheduling.actions import feeds as actions
from opencoach.scheduling.forms import FeedForm
from opencoach.scheduling.models import CalendarFeed
from opencoach.scheduling.places import FED
from opencoach.scheduling.queries import feed as queries

KEEP = "private, max-age=300"
READ = dt.timedelta(hours=1)  # how exactly we remember when a feed was read


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*FED)
def feeds(request: PracticeRequest) -> HttpResponse:
    """The reader's address; a POST makes one, and with it the one before stops working."""
    member = request.membership
    feed = access.feed_of(member)
    if request.method != "POST":
        return _page(request, feed, FeedForm.of(feed))
    form = FeedForm(request.POST)
    if not form.is_valid():
        return _page(request, feed, form)
    actions.make(member, shows_names=form.shows_names)
    said(request, _("A new address is made; the old one doesn’t work any more.") if feed else _("The address is made."))
    return _back(request)


@require_POST
@in_practice(*FED)
def feed_names(request: PracticeRequest) -> HttpResponse:
    """Whether names stand in it."""
    feed = access.feed_of(request.membership)
    if feed is None:
        raise Http404
    form = FeedForm(request.POST)
    if not form.is_valid():
        return _page(request, feed, form)
    feed.membership = request.membership
    actions.choose_names(feed, form.shows_names)
    said(request, _("Saved. Your calendar shows it when it looks again."))
    return _back(request)


@require_POST
@in_practice(*FED)
def feed_removal(request: PracticeRequest) -> HttpResponse:
    """The address is taken away."""
    actions.take_away(request.membership)
    said(request, _("The address doesn’t work any more."))
    return _back(request)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of whoever knows the address. Neither session nor cookie is looked at."""
    try:
        found = access.feed_by_token(token)
    except Http404:
        return HttpResponse("There is no such calendar.", status=404, content_type="text/plain; charset=utf-8")
    now = timezone.now()
    _note(found, queries.state(found, now), now)
    etag, changed = f'W/"{found.etag}"', int(found.changed_at.timestamp())
    answer = get_conditional_response(request, etag=etag, last_modified=changed)
    if not isinstance(answer, HttpResponseNotModified):
        answer = HttpResponse(queries.calendar(found, now), content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'inline; filename="coaching.ics"'
    answer["ETag"], answer["Last-Modified"] = etag, http_date(changed)
    answer["Cache-Control"] = KEEP
    return answer


def _note(feed: CalendarFeed, state: str, now: dt.datetime) -> None:
    """Remember what the feed holds now and since when, and when it was read: written only where that is news."""
    news: dict[str, object] = {}
    if state != feed.etag:
        # a second later at least, since Last-Modified has no smaller parts
        changed = max(now, feed.changed_at + dt.timedelta(seconds=1)) if feed.etag else now
        news |= {"etag": state, "changed_at": changed}
    if feed.last_read_at is None or now - feed.last_read_at > READ:
        news["last_read_at"] = now
    if news:
        CalendarFeed.objects.filter(pk=feed.pk).update(**news)
        for name, value in news.items():
            setattr(feed, name, value)


def _back(request: PracticeRequest) -> HttpResponse:
    return redirect("scheduling:feeds", request.membership.practice.slug)


def _page(request: PracticeRequest, feed: CalendarFeed | None, form: FeedForm) -> HttpResponse:
    address = settings.PUBLIC_URL + reverse("scheduling:feed", args=[access.token_of(feed)]) if feed else ""
    context = {
        "feed": feed,
        "form": form,
        "https": address,
        "webcal": "webcal://" + address.partition("://")[2],
        "reachable": settings.HTTPS,
    }
    return render(request, "scheduling/feeds.html", context, status=422 if form.errors else 200)
