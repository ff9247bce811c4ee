"""Settings → What reaches you."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencoach.outbox import roads, suppressing
from opencoach.outbox.actions.calm import change_habits
from opencoach.outbox.calm import standing
from opencoach.outbox.forms import HabitsForm
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.said import said


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice()
def habits(request: PracticeRequest) -> HttpResponse:
    """Quiet hours, merging, a cap, a pause, and what comes by e-mail at all."""
    member = request.membership
    data = request.POST if request.method == "POST" else None
    reached = {road.channel: road.address(member) for road in roads.ROADS}
    chosen = {road.channel: road.chosen_by(member) for road in roads.ROADS if reached[road.channel]}
    form = HabitsForm(standing.habits_of(member), suppressing.ended_groups(member), data, by_roads=chosen)
    if data is not None and form.is_valid():
        change_habits(member, form.habits, ended=form.ended, by_roads=form.by_roads)
        said(request, _("Saved. It holds from now on."))
        return redirect("outbox:habits", member.practice.slug)
    context = {"form": form, "number": reached["sms"], "notified": bool(reached["push"])}
    return render(request, "outbox/habits.html", context, status=200 if data is None else 422)
