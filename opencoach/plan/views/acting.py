"""What a link in a mail opens: an action to tick, a check-in to answer, a number to report. GET shows, POST does."""

from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opencoach.lib import figures, limits
from opencoach.lib.moments import spoken
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.plan import acting, asking, days, private, rhythm
from opencoach.plan.acting import Opened
from opencoach.plan.actions import acting as verbs
from opencoach.plan.actions import checkins, doing
from opencoach.plan.asking import Asks
from opencoach.plan.models import Action, CheckInRhythm, Measure
from opencoach.questionnaires.forms import FillForm

View = Callable[[HttpRequest, Opened], HttpResponse]
POSTS, WINDOW = 60, 600  # from one address, in so many seconds


def opened(view: View) -> Callable[..., HttpResponseBase]:
    """Give the view what the link opens, in the client's zone and language; any other link gets a page that says so."""

    @wraps(view)
    def page(request: HttpRequest, token: str) -> HttpResponse:
        if request.method == "POST" and not limits.allowed("acting", limits.place_of(request), POSTS, WINDOW):
            return render(request, "plan/acting_closed.html", {"why": "often"}, status=429)
        try:
            found = acting.find(token)
        except acting.Closed as closed:
            why = str(closed.args[0])
            return render(request, "plan/acting_closed.html", {"why": why}, status=404 if why == "unknown" else 410)
        known = translation.check_for_language(found.member.language)
        language = found.member.language if known else found.member.practice.language
        with translation.override(language), timezone.override(found.member.zone):
            return view(request, found)

    return page


@require_safe
@opened
def thing(request: HttpRequest, found: Opened) -> HttpResponse:
    """What it is, and what can be done with it."""
    return _show(request, found)


@require_POST
@opened
def answer(request: HttpRequest, found: Opened) -> HttpResponse:
    """It is done, answered, reported."""
    try:
        if isinstance(found.thing, Action):
            doing.tick(found.thing, actor=found.member.person, day=found.day if found.thing.is_again else None)
            words = _("Done. That counts.")
        elif isinstance(found.thing, CheckInRhythm):
            asked, form = _asked(found, request.POST)
            if form.problems:
                return _show(request, found, form, status=422)
            checkins.check_in(found.thing, found.day, asking.said(asked, form), actor=found.member.person)
            words = _("Kept. Your coach can read it.")
        else:
            typed = request.POST.get("value", "")
            try:
                verbs.report(found.thing, _number(typed), actor=found.member.person)
            except Refused as error:
                return _show(request, found, status=422, typed=typed, wrong=str(error))
            words = _("Written down.")
    except Refused as error:
        refused(request, str(error))
    else:
        said(request, words, reverse("acting:undoing", args=[found.token]))
    return redirect("acting:thing", found.token)


@require_POST
@opened
def undoing(request: HttpRequest, found: Opened) -> HttpResponse:
    """Within ten minutes it is taken back."""
    actor = found.member.person
    try:
        if isinstance(found.thing, Action):
            verbs.untick(found.thing, found.day, actor=actor)
        elif isinstance(found.thing, CheckInRhythm):
            verbs.take_checkin_back(found.thing, found.day, actor=actor)
        else:
            verbs.take_report_back(found.thing, actor=actor)
    except Refused as error:
        refused(request, str(error))
    else:
        said(request, _("It is as it was."))
    return redirect("acting:thing", found.token)


@require_POST
@opened
def later(request: HttpRequest, found: Opened) -> HttpResponse:
    """Not now: a mail reminds of it tomorrow."""
    if isinstance(found.thing, Measure):
        return redirect("acting:thing", found.token)
    try:
        due = verbs.later(found.thing, found.member, found.day)
    except Refused as error:
        refused(request, str(error))
    else:
        words = _("You are reminded %(when)s.") % {"when": spoken(due)}
        said(request, words, reverse("acting:sooner", args=[found.token]))
    return redirect("acting:thing", found.token)


@require_POST
@opened
def sooner(request: HttpRequest, found: Opened) -> HttpResponse:
    """Tomorrow's reminder is taken back."""
    if not isinstance(found.thing, Measure):
        try:
            verbs.not_later(found.thing, found.member, found.day)
        except Refused as error:
            refused(request, str(error))
        else:
            said(request, _("No reminder tomorrow."))
    return redirect("acting:thing", found.token)


def _show(
    request: HttpRequest, found: Opened, form: FillForm | None = None, status: int = 200, **more: str
) -> HttpResponse:
    practice = found.member.practice
    context: dict[str, Any] = {
        "found": found, "practice": practice, "hue": practice.hue, "title": found.title,
        "sort": found.sort.name.lower(), **more,
    }  # fmt: skip
    if isinstance(found.thing, Action):
        tick = verbs.tick_of(found.thing, found.day)
        over = found.thing.status != Action.Status.OPEN and tick is None
        context |= {"done": tick is not None, "over": over, "undo": verbs.may_undo(tick.at if tick else None)}
    elif isinstance(found.thing, CheckInRhythm):
        row = verbs.checkin_of(found.thing, found.day)
        open_now = found.day in rhythm.open_days(found.thing, days.today_of(found.thing))
        asked, drawn = _asked(found)
        context |= {
            "done": row is not None, "over": not open_now, "form": form or drawn, "language": asked.language,
            "undo": row is not None and not row.revision and verbs.may_undo(row.created_at),
        }  # fmt: skip
    else:
        words = private.words(found.thing)
        reported = verbs.latest_report(found.thing, found.member.person) is not None
        context |= {"unit": words.get("unit", ""), "note": words.get("note", ""), "done": reported, "undo": reported}
    return render(request, "plan/acting.html", context, status=status)


def _asked(found: Opened, data: Any = None) -> tuple[Any, FillForm]:
    """The questions of a check-in, empty: whoever has the mail reads no answer."""
    asks = Asks.read(private.words(found.thing))
    asked = asking.questions(asks, found.title)
    return asked, asking.form_of(asked, {}, data)


def _number(text: str) -> Decimal:
    """A number as people write it, with a point or a comma. Raises Refused."""
    try:
        value = figures.number(text, mark=figures.COMMA if "," in text and "." not in text else None)
    except figures.Unclear:
        value = None
    if value is None:
        raise Refused(_("This is no number."))
    return value
