"""The versions of a questionnaire, and what changed from one to the next."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.questionnaires import access
from opencoach.questionnaires.definition import read
from opencoach.questionnaires.differences import differences
from opencoach.questionnaires.models import Version


@require_safe
@in_practice(*Membership.COACHES)
def versions(request: PracticeRequest, questionnaire: uuid.UUID) -> HttpResponse:
    """All of them, the newest first; `?number=` is the one whose changes are shown (the newest), against the one before
    or `?than=`."""
    found = access.get_questionnaire(request.membership, questionnaire)
    rows = list(
        Version.objects.filter(questionnaire=found).select_related("published_by").order_by("-number")
    )  # fmt: skip
    if not access.may_change(request.membership, found):
        rows = [row for row in rows if row.published_at is not None]  # a draft is its maker's
    if not rows:
        raise Http404
    by_number = {str(row.number): row for row in rows}
    chosen = by_number.get(request.GET.get("number", ""), rows[0])
    before = by_number.get(request.GET.get("than", ""), by_number.get(str(chosen.number - 1)))
    if before is chosen:
        before = None
    changes = differences(read(before.definition), read(chosen.definition)) if before is not None else []
    context = {"found": found, "rows": rows, "chosen": chosen, "before": before, "changes": changes,
               "may_change": access.may_change(request.membership, found)}  # fmt: skip
    return render(request, "questionnaires/versions.html", context)
