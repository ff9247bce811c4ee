"""The practice's calendar: a day, a week or a month; and a session that is dragged to another time."""

import datetime as dt
import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from opencoach.lib import moments
from opencoach.people import navigation
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import said
from opencoach.scheduling.actions import booking as actions
from opencoach.scheduling.queries import agenda, weeks
from opencoach.scheduling.queries.busy import failing
from opencoach.scheduling.queries.calendar import read_day, read_time
from opencoach.scheduling.queries.moving import warning
from opencoach.scheduling.queries.weeks import Shown, clamp
from opencoach.sessions import access, private, times
from opencoach.sessions.models import CoachingSession
from opencoach.sessions.queries.sessions import as_seen

SAMPLE = uuid.UUID(int=0)  # stands in an address for the id of each session
VIEWS = ("day", "week", "month")
EVERYBODY = "all"


@require_safe
@in_practice(*navigation.STAFF)
def calendar(request: PracticeRequest) -> HttpResponse:
    """The page; which days, and whose, stands in its address."""
    reader, now = request.membership, timezone.now()
    colleagues = agenda.coaches(reader)
    view = request.GET.get("view", "week")
    shown = Shown(
        view if view in VIEWS else "week",
        clamp(read_day(request.GET.get("day", "")) or timezone.localdate()),
        _coach(reader, colleagues, request.GET.get("coach", "")),
    )
    whose = _whose(reader, shown)
    context = {
        "shown": shown,
        "page": weeks.page(reader, shown, now),
        "colleagues": colleagues if len(colleagues) > 1 else [],
        "everybody": shown.coach is None,
        "strip": [shown.monday + dt.timedelta(days=number) for number in range(7)],
        "today": timezone.localdate(),
        "back": _address(shown.view, shown.day, whose),
        "links": {
            "previous": _address(shown.view, shown.shifted(-1), whose),
            "next": _address(shown.view, shown.shifted(1), whose),
            "today": _address(shown.view, timezone.localdate(), whose),
            **{name: _address(name, shown.day, whose) for name in VIEWS},
        },
        "whose": whose,
        "unread": failing(shown.coach, now) if shown.coach else [],
        "own": shown.coach is not None and shown.coach.pk == reader.pk,
        "session_path": reverse("sessions:session", args=[reader.practice.slug, SAMPLE]),
        "book": reverse("scheduling:booking", args=[reader.practice.slug]) + "?",
    }
    return render(request, "scheduling/calendar/calendar.html", context)


def _coach(reader: Membership, colleagues: list[Membership], key: str) -> Membership | None:
    """Whose calendar: the reader's own where nothing else is asked for, everybody's for an assistant."""
    if not agenda.sees_all(reader):
        return reader
    if not key:
        return reader if reader.is_coach else None
    if key == EVERYBODY:
        return None
    found = next((one for one in colleagues if str(one.public_id) == key), None)
    if found is None:
        raise Http404
    return found


def _whose(reader: Membership, shown: Shown) -> str:
    """The same as it stands in an address; "" where it goes without saying."""
    if shown.coach is None:
        return EVERYBODY if reader.is_coach else ""
    return "" if shown.coach.pk == reader.pk else str(shown.coach.public_id)


def _address(view: str, day: dt.date, whose: str) -> str:
    return "?" + urlencode({"view": view, "day": day.isoformat(), **({"coach": whose} if whose else {})})


@require_safe
@in_practice(*navigation.STAFF)
def calendar_session(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """A session at a glance, and what can be done with it: a part of the calendar's page. Asked for as a page, it is
    the session's own."""
    reader = request.membership
    found = access.get_session_listed(reader, session)
    if "part" not in request.GET:
        return redirect("sessions:session", reader.practice.slug, found.public_id)
    now, reads = timezone.now(), access.sessions_for(reader).filter(pk=found.pk).exists()
    context = {
        "session": found,
        "seen": as_seen(found, reader),
        "agenda": private.unseal(found, "agenda") if reads else "",
        "coach": reads and reader.is_coach,
        "coming": found.is_ahead and found.starts_at > now,
        "became": found.status == "booked" and now >= found.starts_at,
    }
    return render(request, "scheduling/calendar/_session.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*navigation.STAFF)
def calendar_move(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """Asks whether a session is to go to the time (`at`) or the day (`day`) where it was dropped, and moves it by POST.
    `part`: the question alone, for the page that it was dropped on."""
    reader = request.membership
    found = access.get_session_listed(reader, session)
    start = read_time(request.POST.get("at", "") or request.GET.get("at", "")) or _same_time(request, found)
    if start is None:
        raise Http404
    old, why = found.starts_at, ""
    if request.method == "POST":
        try:
            actions.shift(found, start, by=reader)
        except Refused as error:
            why = str(error)
        else:
            if start != old:
                said(request, _("The session is moved to %(when)s.") % {"when": _when(start)}, undo=_undo(found, old))
            return redirect(_place(request, start))
    part = "part" in request.GET
    context = _question(reader, found, start, why) | {
        "part": part,
        "back": _place(request, old),
        "query": _back(request),
    }
    name = "scheduling/calendar/_move.html" if part else "scheduling/calendar/move.html"
    return render(request, name, context, status=422 if why else 200)


def _same_time(request: PracticeRequest, session: CoachingSession) -> dt.datetime | None:
    """The session's time on another day (`day`), on the reader's clock."""
    day = read_day(request.GET.get("day", ""))
    if day is None or clamp(day) != day:
        return None
    clock = times.wall(session.starts_at, request.membership.zone)
    return times.instant(day, clock.time(), request.membership.zone, clock.fold)


def _question(reader: Membership, session: CoachingSession, start: dt.datetime, why: str) -> dict[str, Any]:
    seen, end = as_seen(session, reader), start + dt.timedelta(minutes=session.minutes)
    clients = session.engagement.current_clients
    zone = clients[0].zone if len(clients) == 1 else ""
    forbidden, caution = warning(session, start, timezone.now())
    return {
        "session": session,
        "seen": seen,
        "start": start,
        "end": end,
        "there": moments.there(start, zone, reader.zone) if zone else None,
        "why": why or forbidden,
        "caution": caution,
        "clients": len(clients),
    }


def _when(start: dt.datetime) -> str:
    return moments.spoken(start)


def _undo(session: CoachingSession, old: dt.datetime) -> str:
    path = reverse("scheduling:calendar_move", args=[session.practice.slug, session.public_id])
    return f"{path}?at={old.astimezone(dt.UTC):%Y-%m-%dT%H:%MZ}"


def _back(request: PracticeRequest) -> str:
    return request.POST.get("back", "") or request.GET.get("back", "")


def _place(request: PracticeRequest, start: dt.datetime) -> str:
    """The page of the calendar that it came from, at the time where it is now."""
    back = _back(request)
    path = reverse("scheduling:calendar", args=[request.membership.practice.slug])
    if back.startswith("?") and len(back) < 200 and back.isprintable():
        return path + back
    return f"{path}?view=week&day={timezone.localtime(start):%Y-%m-%d}"
