"""What a sponsor sees: the goals that clients chose to share with them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.plan.queries.sponsored import shared_with


@require_safe
@in_practice(Membership.Role.SPONSOR)
def shared_goals(request: PracticeRequest) -> HttpResponse:
    """Title and status of each, and nothing else."""
    return render(request, "plan/shared_goals.html", {"plans": shared_with(request.membership)})
