"""Settings → Your hours → Public holidays."""

import datetime as dt
import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.people import navigation
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import said
from opencoach.scheduling import public_holidays
from opencoach.scheduling.actions import hours as actions
from opencoach.scheduling.forms import HolidayForm
from opencoach.scheduling.queries.holidays import Holiday, holidays_of


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*navigation.COACHES)
def holidays(request: PracticeRequest) -> HttpResponse:
    """Those of a country and year, to choose from; a POST takes the chosen days (`day`, several) over."""
    coach, today, why = request.membership, timezone.localdate(), ""
    form = HolidayForm({**_usual(request, today), **request.GET.dict()}, today)
    found: list[Holiday] = []
    if form.is_valid():
        values = form.cleaned_data
        found = holidays_of(coach, values["country"], values.get("region", ""), values["year"], today)
    chosen = set(request.POST.getlist("day"))
    if request.method == "POST":
        wanted = [(one.day, one.name) for one in found if one.day.isoformat() in chosen and not one.is_said]
        try:
            made = actions.add_holidays(coach, wanted)
        except Refused as error:
            why = str(error)
        else:
            count = len(made)
            words = ngettext("%(count)d day is closed.", "%(count)d days are closed.", count) % {"count": count}
            undo = reverse("scheduling:holidays_undo", args=[coach.practice.slug])
            said(request, words, undo="{}?days={}".format(undo, ",".join(str(one.public_id) for one in made)))
            return redirect("scheduling:availability", coach.practice.slug)
    context = {"form": form, "holidays": found, "chosen": chosen, "why": why}
    return render(request, "scheduling/holidays.html", context, status=422 if why or form.errors else 200)


@require_POST
@in_practice(*navigation.COACHES)
def holidays_undo(request: PracticeRequest) -> HttpResponse:
    """Days that were just closed (`days`, ids with commas) are ordinary ones again."""
    ids = []
    for text in request.GET.get("days", "").split(",")[: actions.MOST]:
        try:
            ids.append(uuid.UUID(text))
        except ValueError:
            continue
    actions.remove_days(request.membership, ids)
    said(request, _("Taken back."))
    return redirect("scheduling:availability", request.membership.practice.slug)


def _usual(request: PracticeRequest, today: dt.date) -> dict[str, str]:
    """Where the coach's zone is, and this year; the next one in December."""
    country = public_holidays.country_of(request.membership.zone) or "US"
    return {"country": country, "region": "", "year": str(today.year + (today.month == 12))}
