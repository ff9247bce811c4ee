"""What stands in a calendar feed (RFC 5545), and whether it is what was read before.

`state` tells that in three queries at most, without building the calendar; `calendar` builds it, the same bytes for
the same state. Times and names of people, and those only if asked for: never what a session is about.
"""

import datetime as dt
import hashlib
import json
from typing import Any

import icalendar
from django.conf import settings
from django.db.models import Count, Max, QuerySet, Sum
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from opencoach.people.models import Engagement, Membership
from opencoach.people.queries.engagements import with_parts
from opencoach.scheduling.access import sessions_in
from opencoach.scheduling.models import CalendarFeed
from opencoach.sessions import entry
from opencoach.sessions.models import CoachingSession

VERSION = 1  # of what `calendar` writes; a higher one, and everybody reads their feed anew
AGAIN = dt.timedelta(hours=1)  # how often a program should look: "PT1H"
HIDDEN = ("UID", "SEQUENCE", "STATUS", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "TRANSP")
SHOWN = (*HIDDEN, "LOCATION", "URL")  # nothing else gets out, whatever an invitation may hold


def state(feed: CalendarFeed, now: dt.datetime) -> str:
    """What the feed holds, as a few letters that change with it. Every change of a session is a step of it; names and
    the choices of the reader count besides."""
    rows = sessions_in(feed, now)
    steps = rows.order_by().aggregate(
        number=Count("pk", distinct=True), done=Count("steps"), last=Max("steps__pk"), which=Sum("pk")
    )
    member = feed.membership
    said: list[Any] = [
        VERSION, settings.PUBLIC_URL, feed.shows_names, member.language, member.role, member.practice.slug,
        member.practice.name, *(int(value or 0) for value in steps.values()),
    ]  # fmt: skip
    if feed.shows_names:
        said.append(sorted(_names(feed, rows).items()))
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


def _names(feed: CalendarFeed, rows: QuerySet[CoachingSession]) -> dict[int, str]:
    """Whom the sessions are with: for a coach by the id of the engagement, for a client by that of the coach."""
    if feed.membership.is_client:
        coaches = Membership.objects.filter(pk__in=rows.values("coach"))
        return dict(coaches.values_list("pk", "display_name"))
    engagements = with_parts(Engagement.objects.filter(pk__in=rows.values("engagement")), persons=False, coaches=False)
    return {one.pk: one.name for one in engagements}


def calendar(feed: CalendarFeed, now: dt.datetime) -> bytes:
    """The feed in the language of its reader."""
    rows = sessions_in(feed, now)
    member = feed.membership
    names = _names(feed, rows) if feed.shows_names else {}
    with translation.override(member.language):
        made = icalendar.Calendar()
        made.add("PRODID", "-//OpenCoach//OpenCoach//EN")
        made.add("VERSION", "2.0")
        made.add("X-WR-CALNAME", member.practice.name if feed.shows_names else _("Coaching"))
        made.add("REFRESH-INTERVAL", AGAIN, parameters={"VALUE": "DURATION"})
        made.add("X-PUBLISHED-TTL", "PT1H")
        sessions = rows.select_related("session_type", "practice", "engagement__practice", "coach__person")
        for session in sessions.prefetch_related("steps").order_by("starts_at", "pk"):
            name = names.get(session.coach_id if member.is_client else session.engagement_id, "")
            made.add_component(_entry(feed, session, name))
    return bytes(made.to_ical())


def _entry(feed: CalendarFeed, session: CoachingSession, name: str) -> icalendar.Event:
    summary = _("Coaching session with %(name)s") % {"name": name} if name else _("Coaching session")
    path = reverse("sessions:session", args=[session.practice.slug, session.public_id])
    whole = entry.event(session, summary=summary, url=settings.PUBLIC_URL + path)
    made = icalendar.Event()
    for field in SHOWN if feed.shows_names else HIDDEN:
        if field in whole:
            made[field] = whole[field]
    return made
