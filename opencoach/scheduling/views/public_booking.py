"""A stranger has chosen a time: who they are, the code of the mail, and then it is booked."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

import icalendar
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.lib import limits
from opencoach.people.models import Person
from opencoach.people.refusal import Refused
from opencoach.questionnaires.queries.asked import asked_since, waiting_in
from opencoach.scheduling import doors
from opencoach.scheduling.actions import first_talk, holding
from opencoach.scheduling.actions.first_talk import AlreadyBooked
from opencoach.scheduling.actions.holding import Reader, Said
from opencoach.scheduling.forms.public import CodeForm, DetailsForm
from opencoach.scheduling.models import Hold
from opencoach.scheduling.queries import calendar
from opencoach.scheduling.queries.choices import Offer
from opencoach.scheduling.queries.free import Free
from opencoach.scheduling.views.held import held_page, times
from opencoach.scheduling.views.public import show, when, zone_query
from opencoach.scheduling.views.public_questions import next_question
from opencoach.scheduling.views.stranger import FRAME, StrangerRequest, for_strangers, settle, there
from opencoach.sessions import entry, links
from opencoach.sessions.models import CoachingSession

HOUR = 3600
FROM_ONE_PLACE = 20  # holds an hour from one IP address
TO_ONE_ADDRESS = 5  # codes an hour to one mail address
GUESSES = 60  # codes an hour that one IP address may type


@for_strangers
@require_http_methods(["GET", "HEAD", "POST"])
def public_when(request: StrangerRequest, practice: str, coach: str, kind: str) -> HttpResponse:
    """Without a time the calendar; with one (`at`) what is asked of them, and a POST that holds it."""
    start = calendar.read_time(request.POST.get("at", "") or request.GET.get("at", ""))
    if start is None:
        return when(request, practice, coach, kind)
    shown, offer = doors.first_talk(practice, coach, kind)
    settle(request, shown.coach.zone)
    before = _earlier(request, offer)
    form = DetailsForm(offer.kind, request.POST if request.method == "POST" else None, said=before)
    if form.is_bound and form.is_trapped:
        return redirect(_code_url(request, practice, coach, kind, doors.made_up()))
    if form.is_bound and form.is_valid():
        made = _hold(request, offer, start, form)
        if made is not None:
            return redirect(_code_url(request, practice, coach, kind, doors.token_of(made)))
    return _details(request, shown, offer, start, form)


def _hold(request: StrangerRequest, offer: Offer, start: dt.datetime, form: DetailsForm) -> Hold | None:
    """The time, held; None where the form says why it isn't."""
    said = form.said()
    address = Person.objects.normalise(said.email)
    if not limits.allowed("booking-place", limits.place_of(request), FROM_ONE_PLACE, HOUR) or not limits.allowed(
        "booking-address", address, TO_ONE_ADDRESS, HOUR
    ):
        form.add_error(None, _("That was often. Wait an hour and try again."))
        return None
    instead = _of(request.GET.get("hold", ""), offer)
    try:
        return holding.hold(offer, start, said, request.reader, instead=instead)
    except Refused as error:
        form.add_error(None, str(error))
        form.lost = True
        return None


def _details(
    request: StrangerRequest, shown: doors.Shown, offer: Offer, start: dt.datetime, form: DetailsForm
) -> HttpResponse:
    context: dict[str, Any] = {
        "shown": shown,
        "offer": offer,
        "form": form,
        "start": start,
        "end": start + dt.timedelta(minutes=offer.kind.minutes),
        "others": _others(offer, start) if form.lost else [],
        "back": "?" + zone_query(request, day=f"{timezone.localtime(start):%Y-%m-%d}"),
        "minutes": holding.MINUTES,
        **_policy(offer, start),
        **there(start, shown.coach, request.reader),
    }
    return show(request, "details", shown.page.practice, context, status=422 if form.errors else 200)


@for_strangers
@require_http_methods(["GET", "HEAD", "POST"])
def public_code(request: StrangerRequest, practice: str, coach: str, kind: str, token: str) -> HttpResponse:
    """The code of the mail; then the page says that it is booked, however often it is opened."""
    if doors.is_forgotten(token):
        return _forgotten(request, practice, coach, kind)
    held = doors.hold_by_token(token, practice)
    settle(request, held.zone, chosen=Reader(held.zone, held.hour12, held.language))
    if held.session is not None:
        return _done(request, held, held.session)
    if held.is_over:
        return held_page(request, "over", held, {"again": _again(request, held, token)}, status=410)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.door == FRAME:  # the focus belongs to the page around it
        form.fields["code"].widget.attrs.pop("autofocus", None)
    if form.is_bound and form.is_valid():
        if not limits.allowed("booking-guess", limits.place_of(request), GUESSES, HOUR):
            form.add_error("code", _("That was often. Wait an hour and try again."))
        elif holding.is_right(held, form.cleaned_data["code"]):
            return _confirm(request, held, token)
        elif left := holding.tries_left(held):
            form.add_error("code", _("That is not the code of the mail. Look again; %(left)d tries are left.") % {
                "left": left})  # fmt: skip
        else:
            held.refresh_from_db()
            return held_page(
                request, "over", held, {"again": _again(request, held, token), "guessed": True}, status=410
            )
    context = {"form": form, "again": _again(request, held, token), "email": holding.said_in(held).email,
               "more_codes": held.codes < holding.CODES, "sent": "sent" in request.GET,
               "often": "often" in request.GET}  # fmt: skip
    return held_page(request, "code", held, context, status=422 if form.errors else 200)


def _forgotten(request: StrangerRequest, practice: str, coach: str, kind: str) -> HttpResponse:
    """The link was right once; nothing is known of it any more."""
    shown, offer = doors.first_talk(practice, coach, kind)
    settle(request, shown.coach.zone)
    return show(request, "forgotten", shown.page.practice, {"shown": shown, "offer": offer}, status=410)


@for_strangers
@require_POST
def public_code_again(request: StrangerRequest, practice: str, coach: str, kind: str, token: str) -> HttpResponse:
    """A new code for the same time."""
    held = doors.hold_by_token(token, practice)
    url = _code_url(request, practice, coach, kind, token)
    address = Person.objects.normalise(holding.said_in(held).email)
    if not limits.allowed("booking-address", address, TO_ONE_ADDRESS, HOUR):
        return redirect(url + "?often=1")
    try:
        holding.send_again(held)
    except Refused:
        return redirect(url)  # it says what became of the time
    return redirect(url + "?sent=1")


@for_strangers
@require_safe
def public_entry(request: StrangerRequest, practice: str, coach: str, kind: str, token: str) -> HttpResponse:
    """The talk as a file for a calendar."""
    held = doors.hold_by_token(token, practice)
    if held.session is None:
        raise Http404
    return _entry_file(held.session)


def _confirm(request: StrangerRequest, held: Hold, token: str) -> HttpResponse:
    try:
        held.session = first_talk.confirm(held)
    except AlreadyBooked as error:
        holding.give_up(held)
        return _done(request, held, error.session, why=str(error))
    except Refused as error:
        holding.give_up(held)
        context = {"again": _again(request, held, token), "why": str(error)}
        return held_page(request, "over", held, context, status=409)
    return redirect(next_question(request, held) or request.path)


def _done(request: StrangerRequest, held: Hold, session: CoachingSession, why: str = "") -> HttpResponse:
    context = {
        "session": session,
        "why": why,
        "ics": "" if why else f"{request.path}first-talk.ics",
        "manage": "" if why else _own_link(session),
        **times(session),
        **({} if why else _questions(request, held, session)),
    }
    return held_page(request, "booked", held, context, status=409 if why else 200)


def _questions(request: StrangerRequest, held: Hold, session: CoachingSession) -> dict[str, Any]:
    """What is asked before the talk: of somebody new on these pages (`questions` is where, `sent` whether they have
    sent something), of others where they sign in (`intake`)."""
    if asked := doors.asked_of(held):
        begun = any(one.is_open and one.revision for one in asked)
        sent = any(not one.is_open for one in asked)
        return {"questions": next_question(request, held), "begun": begun, "sent": sent}
    member = doors.client_of(held)
    found = None
    if member is not None and session.is_ahead:
        own = asked_since(session.engagement, member, held.created_at)
        found = next((one for one in own if one.is_open), None) or waiting_in(session.engagement, member)
    where = [session.practice.slug, found.public_id] if found is not None else []
    return {"intake": reverse("questionnaires:response", args=where) if where else ""}


def _own_link(session: CoachingSession) -> str:
    """Where the stranger moves or cancels it: the page that their mail links to. Nothing once it is over."""
    member = next(iter(session.engagement.current_clients), None)
    return links.url(links.token_of(session, member)) if session.is_ahead and member is not None else ""


def _again(request: StrangerRequest, held: Hold, token: str) -> str:
    """Where they begin again, with what they typed."""
    page = doors.page_of(held.coach)
    path = reverse("scheduling:public_when", args=[request.door, page.practice.slug, page.slug, held.session_type.slug])
    at = f"{held.starts_at.astimezone(dt.UTC):%Y-%m-%dT%H:%MZ}"
    return path + "?" + urlencode({"zone": held.zone, "at": at, "hold": token})


def _earlier(request: StrangerRequest, offer: Offer) -> Said | None:
    """What they typed for the hold that they come back from."""
    held = _of(request.GET.get("hold", ""), offer)
    return holding.said_in(held) if held is not None and held.session_id is None else None


def _of(token: str, offer: Offer) -> Hold | None:
    """The hold that an address names, if it is one of this offer."""
    if not token:
        return None
    try:
        held = doors.hold_by_token(token)
    except Http404:
        return None
    return held if held.coach_id == offer.coach.pk and held.session_type_id == offer.kind.pk else None


def _code_url(request: StrangerRequest, practice: str, coach: str, kind: str, token: str) -> str:
    return reverse("scheduling:public_code", args=[request.door, practice, coach, kind, token])


def _policy(offer: Offer, start: dt.datetime) -> dict[str, Any]:
    free_until = start - dt.timedelta(minutes=offer.kind.free_until)
    return {"free_until": free_until if free_until > timezone.now() else None}


def _others(offer: Offer, start: dt.datetime) -> list[dt.datetime]:
    """Free times near one that cannot be had, at most six."""
    at = int(start.timestamp())
    free = Free(offer.coach, offer.kind, (at - 86400, at + 7 * 86400), by_staff=False)
    near = sorted(free.starts(timezone.now()), key=lambda one: abs(one - at))[:6]
    return [dt.datetime.fromtimestamp(one, dt.UTC) for one in sorted(near)]


def _entry_file(session: CoachingSession) -> HttpResponse:
    """The session for a calendar, as the mail has it: times and names, never what it is about."""
    made = icalendar.Calendar()
    made.add("PRODID", "-//OpenCoach//OpenCoach//EN")
    made.add("VERSION", "2.0")
    summary = _("Coaching session with %(name)s") % {"name": session.coach.display_name}
    made.add_component(entry.event(session, summary=summary))
    response = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="first-talk.ics"'
    return response
