"""What the command palette finds: people, pages and verbs."""

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from opencoach.dashboard.queries.palette import palette_groups
from opencoach.people.page import PracticeRequest, in_practice


@require_safe
@in_practice()
def palette(request: PracticeRequest) -> JsonResponse:
    return JsonResponse({"groups": palette_groups(request.membership, request.GET.get("q", ""))})
