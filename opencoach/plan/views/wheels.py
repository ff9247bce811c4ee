"""The wheel of life."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.said import said
from opencoach.plan import access, actions
from opencoach.plan.forms import WheelForm
from opencoach.plan.forms.needs import AREAS
from opencoach.plan.models import Wheel
from opencoach.plan.queries.wheels import wheels_of
from opencoach.plan.views.doing import PLANNING, form_page, path, plan_of_path, sent, verb
from opencoach.plan.views.needs import place_of


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def wheel(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """How satisfied somebody is in each area of life; the areas are those of the last time."""
    place = place_of(request, engagement, to_write=True)
    reader = request.membership
    _first, latest = wheels_of(reader, place.engagement, place.client)
    names = list(latest.areas) if latest else [str(area) for area in AREAS]
    form = WheelForm(names, sent(request))
    back = plan_of_path(reader, place.engagement, place.client, "needs")
    if form.is_bound and form.is_valid():
        made = actions.turn_wheel(place.engagement, place.client, form.areas, actor=reader.person)
        said(
            request,
            _("The wheel is kept. Where it is flat, a need may lie."),
            path(reader, "wheel_removal", made.public_id),
        )
        return redirect(back)
    return form_page(
        request, form, title=_("Wheel of life"), back=back, submit=_("Keep this wheel"), template="plan/wheel.html",
        lead=_(
            "How satisfied are you with each area today? 0 is not at all, 10 could not be better. Leave out what does "
            "not matter, rename what you call otherwise."
        ),
    )  # fmt: skip


def wheel_to_write(reader: Membership, public_id: uuid.UUID) -> Wheel:
    return access.require_write(reader, access.get_item(reader, Wheel.objects.all(), public_id))


def _home(reader: Membership, row: Wheel) -> str:
    return plan_of_path(reader, row.engagement, row.client, "needs")


@verb(wheel_to_write, _home)
def wheel_removal(request: PracticeRequest, row: Wheel) -> tuple[str, str]:
    actions.remove_wheel(row, actor=request.membership.person)
    return _("This wheel is gone."), path(request.membership, "wheel_restoration", row.public_id)


@verb(wheel_to_write, _home)
def wheel_restoration(request: PracticeRequest, row: Wheel) -> str:
    actions.restore_wheel(row, actor=request.membership.person)
    return _("The wheel is there again.")
