"""Settings → Text messages: what the owner of a practice sees of them, and how many may go."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencoach.lib import text_prices
from opencoach.outbox import queries, roads
from opencoach.outbox.actions.text_plan import change_text_plan
from opencoach.outbox.forms.numbers import TextPlanForm
from opencoach.outbox.models import TextPlan
from opencoach.outbox.transports import sms, transports
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.said import said


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(Membership.Role.OWNER)
def text_plan(request: PracticeRequest) -> HttpResponse:
    """The gateway, this month's texts and what they cost, and the cap."""
    practice = request.membership.practice
    plan = TextPlan.objects.filter(practice=practice).first()
    data = request.POST if request.method == "POST" else None
    form = TextPlanForm(plan.most_parts if plan else None, data)
    if data is not None and form.is_valid():
        change_text_plan(practice, form.cleaned_data["most_parts"], actor=request.membership.person)
        said(request, _("Saved. It holds from now on."))
        return redirect("outbox:text_plan", practice.slug)
    problem = transports["sms"].problem()
    context = {
        "form": form,
        "problem": problem,
        "sender": "" if problem or sms.is_demo() else sms.backend().sender,
        "demo": sms.is_demo(),
        "month": queries.texts_of_month(practice),
        "cap": roads.cap_of(practice),
        "prices": text_prices.parse(settings.TEXT_PRICE),
        "reached": queries.reached_by_text(practice),
    }
    return render(request, "outbox/text_plan.html", context, status=200 if data is None else 422)
