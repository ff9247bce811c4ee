"""Lists of sessions, and the page of one."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from opencoach.lib.markdown import document
from opencoach.notes.private import shared
from opencoach.people import access as people
from opencoach.people import navigation
from opencoach.people.models import Engagement, Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.queries.engagements import get_with_parts
from opencoach.people.refusal import Refused
from opencoach.people.said import said
from opencoach.questionnaires.queries.asked import asked_about
from opencoach.sessions import access, policy, private, words
from opencoach.sessions.actions import log_past
from opencoach.sessions.actions.rating import is_ratable
from opencoach.sessions.forms import AgendaForm, LogForm
from opencoach.sessions.models import ASKED, EARLY, CoachingSession
from opencoach.sessions.ports import records_of
from opencoach.sessions.queries.allotment import allotment
from opencoach.sessions.queries.answers import answers_of
from opencoach.sessions.queries.packets import packets_for, packets_of
from opencoach.sessions.queries.ratings import ratings_of, trend_of
from opencoach.sessions.queries.sessions import PER_PAGE, ahead, as_seen, behind
from opencoach.sessions.queries.summaries import summaries
from opencoach.sessions.queries.types import offers_something

Role = Membership.Role
ARRANGING = (Role.OWNER, Role.COACH, Role.ASSISTANT, Role.CLIENT)


@require_safe
@in_practice(*ARRANGING)
def sessions(request: PracticeRequest) -> HttpResponse:
    """The reader's own sessions; an assistant's are those of the practice."""
    first = _first(request)
    context = {
        "ahead": [] if first else ahead(request.membership),
        **_behind(request, first),
        "booking_url": booking_url(request.membership),
        "offers_nothing": request.membership.is_coach and not offers_something(request.membership),
        "agreed": _agreed(request.membership) if request.membership.is_client else [],
    }
    return render(request, "sessions/sessions.html", context)


def _agreed(client: Membership) -> list[str]:
    """What is left of what was agreed with a client: in each work together that goes on and has a number."""
    counted = people.engagements_for(client).exclude(status=Engagement.Status.ENDED)
    found = counted.exclude(allotment_kind=Engagement.Allotment.OPEN).order_by("pk")
    return [words.left(allotment(engagement)) for engagement in found]


@require_safe
@in_practice(*navigation.STAFF)
def engagement_sessions(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """The sessions of one engagement: a tab of the client's page."""
    found = get_with_parts(people.engagements_listed_for(request.membership).select_related("conversation"), engagement)
    reads = people.coaches(request.membership, found)
    first = _first(request)
    context = {
        "engagement": found,
        "reads": reads,
        "tabs": navigation.tab_links(request.membership, found, "sessions", content=reads),
        "ahead": [] if first else ahead(request.membership, found),
        "trend": trend_of(request.membership, found) if reads and not first else None,
        **_behind(request, first, found),
        "left": words.left(allotment(found)),
        "booking_url": booking_url(request.membership, found) if people.may_write(request.membership, found) else "",
    }
    return render(request, "sessions/engagement_sessions.html", context)


@require_safe
@in_practice(*ARRANGING)
def session(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """One session: when, where, what for, what happened, and what can be done with it."""
    found = access.get_session_listed(request.membership, session)
    return render(request, "sessions/session.html", page_of(request.membership, found))


def page_of(reader: Membership, session: CoachingSession, form: AgendaForm | None = None) -> dict[str, Any]:
    """What the page of one session shows to this reader; its content only to its people."""
    now = timezone.now()
    reads = access.reads(reader, session)
    coming = session.is_ahead and session.starts_at > now
    steps = list(session.steps.order_by("-pk"))
    asked = asked_about(reader, session.engagement, ASKED, session.public_id) if reads else []
    agenda = private.unseal(session, "agenda") if reads else ""
    summary = shared(summaries([session]).get(session.pk)) if reads and session.starts_at <= now else ""
    cancelled = next((step for step in steps if step.kind == "cancelled"), None)
    attended = session.attendances.select_related("membership").order_by("pk")
    has_end = session.engagement.allotment_kind != Engagement.Allotment.OPEN
    undo = session.status == "cancelled" and cancelled is not None and now <= cancelled.at + policy.UNDO
    ratings = ratings_of(reader, session) if reads and session.starts_at <= now else []
    return {
        "session": session,
        "seen": as_seen(session, reader),
        "reads": reads,
        "ratings": ratings,
        "records": records_of(reader, session) if reads and session.starts_at <= now + EARLY else [],
        "rates": reads and is_ratable(session, now),
        "has_rated": any(one.own for one in ratings),
        "low": any(one.row.low and one.row.seen_at is None for one in ratings),
        "coming": coming,
        "room_open": reads and session.room_is_open(now),
        "agenda": agenda,
        "agenda_form": form or AgendaForm(initial={"agenda": agenda}),
        "asked": asked,
        "answers": private.answers(session) if reads else {},
        "packets": packets_of(session, steps, asked) if reads and reader.is_coach else [],
        "sent_packets": packets_for(session, reader) if reads and reader.is_client else [],
        "said": answers_of(session, reader) if coming else [],
        "summary": document(summary, below=2),
        "steps": steps,
        "coach": reads and reader.is_coach,
        "moving_url": moving_url(reader, session) if coming else "",
        "movable": policy.is_free(session, now, by_staff=not reader.is_client),
        "free_until": policy.free_until(session),
        "undo": undo and session.starts_at > now,
        "became": session.status in {"booked", "held", "missed"} and now >= session.starts_at,
        "attended": list(attended) if session.status in {"held", "missed"} else [],
        "left": words.left(allotment(session.engagement)) if reads and has_end else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*navigation.COACHES)
def log(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """Write down a session that was held elsewhere, or before."""
    found = get_with_parts(people.engagements_for(request.membership), engagement)
    form = LogForm(request.POST if request.method == "POST" else None, initial={"day": timezone.localdate()})
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            made = log_past(
                found, request.membership, form.start(request.membership.zone), values["minutes"],
                actor=request.membership.person, medium=values["medium"], counts=values["counts"],
            )  # fmt: skip
        except Refused as error:
            form.add_error("day", str(error))
        else:
            said(request, _("The session is written down."))
            return redirect("sessions:session", request.membership.practice.slug, made.public_id)
    context = {"engagement": found, "form": form}
    return render(request, "sessions/log.html", context, status=422 if form.is_bound else 200)


def booking_url(reader: Membership, engagement: Any = None) -> str:
    """Where one books: scheduling's page, "" where it isn't there."""
    try:
        path = reverse("scheduling:booking", args=[reader.practice.slug])
    except NoReverseMatch:
        return ""
    return f"{path}?with={engagement.public_id}" if engagement is not None else path


def moving_url(reader: Membership, session: CoachingSession) -> str:
    """Where one chooses another time: scheduling's page, "" where it isn't there."""
    try:
        return reverse("scheduling:moving", args=[reader.practice.slug, session.public_id])
    except NoReverseMatch:
        return ""


def _first(request: PracticeRequest) -> int:
    text = request.GET.get("from", "")
    return max(0, int(text) - 1) if text.isdecimal() and len(text) < 7 else 0


def _behind(request: PracticeRequest, first: int, engagement: Any = None) -> dict[str, Any]:
    rows = behind(request.membership, engagement, first, PER_PAGE + 1)
    return {
        "behind": rows[:PER_PAGE],
        "later": first + 1 + PER_PAGE if len(rows) > PER_PAGE else None,
        "earlier": max(1, first + 1 - PER_PAGE) if first else None,
    }
