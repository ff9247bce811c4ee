"""Settings → Deliveries: every mail of the practice that the reader may know of, and why it waits or failed."""

import uuid
from typing import Any

from csp.decorators import csp, csp_update
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from opencoach.lib import text_prices
from opencoach.lib.segments import count, economical
from opencoach.outbox import access, ports, queries
from opencoach.outbox.actions import change, lift
from opencoach.outbox.models import Delivery, Text
from opencoach.outbox.transports.email.presets import PRESETS
from opencoach.people.navigation import STAFF
from opencoach.people.page import PracticeRequest, in_practice

PAGE = 50


@require_safe
@in_practice(*STAFF)
def deliveries(request: PracticeRequest) -> HttpResponse:
    """The list, latest due first, by state."""
    state = request.GET.get("state", "all")
    if state not in queries.FILTERS:
        raise Http404
    mine = access.deliveries_for(request.membership)
    page = Paginator(queries.filtered(mine, state), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": queries.lines(page.object_list, request.membership.practice),
        "state": state,
        "tabs": tabs(),
        "health": queries.health(),
        "presets": PRESETS,
    }
    return render(request, "outbox/deliveries.html", context)


def tabs() -> list[tuple[str, str]]:
    return [
        ("all", _("All")),
        ("waiting", _("Waiting")),
        ("failed", _("Failed")),
        ("sent", _("Sent")),
        ("skipped", _("Not sent")),
    ]


@require_safe
@csp_update({"frame-src": ["'self'"]})
@in_practice(*STAFF)
def delivery(request: PracticeRequest, delivery: uuid.UUID) -> HttpResponse:
    """One delivery: what happened to it, what can be done, and its words for those who may read them."""
    found = access.get_delivery(request.membership, delivery)
    [line] = queries.lines([found], request.membership.practice)
    context = {
        "line": line,
        "delivery": found,
        "suppressions": access.suppressions_of(found),
        "may_preview": access.may_preview(request.membership, found),
        "may_retry": change.may_retry(found),
        "health": queries.health(),
        "costs": _costs(found) if found.channel == "sms" and not found.is_over else None,
        "text": Text.objects.filter(delivery=found).first() if found.channel == "sms" else None,
    }
    return render(request, "outbox/delivery.html", context)


def _costs(delivery: Delivery) -> dict[str, Any] | None:
    """How many parts a text has as it would go now, and what they cost; None where it cannot be said."""
    delivery.previewing = True
    try:
        counted = count(economical(ports.rendered(delivery).text.strip()))
    except Exception:  # its source may be gone
        return None
    finally:
        delivery.previewing = False
    prices = text_prices.parse(settings.TEXT_PRICE)
    return {
        "parts": counted.parts, "price": prices.of(delivery.address, counted.parts), "currency": prices.currency,
    }  # fmt: skip


@require_safe
@xframe_options_sameorigin
@csp({"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "frame-ancestors": ["'self'"], "sandbox": [""]})
@in_practice(*STAFF)
def preview(request: PracticeRequest, delivery: uuid.UUID) -> HttpResponse:
    """Its words as they would be now, with every secret dotted out, in a page that can do nothing."""
    found = access.get_delivery(request.membership, delivery)
    if not access.may_preview(request.membership, found):
        raise Http404
    found.previewing = True
    try:
        rendered = ports.rendered(found)
    except Exception:  # its source may be gone: that is an answer, not a fault of the page
        return render(request, "outbox/preview_gone.html")
    response = HttpResponse(rendered.html or rendered.text)
    if not rendered.html:
        response.headers["Content-Type"] = "text/plain; charset=utf-8"
    return response


@require_POST
@in_practice(*STAFF)
def retrial(request: PracticeRequest, delivery: uuid.UUID) -> HttpResponse:
    """Try it again now."""
    found = access.get_delivery(request.membership, delivery)
    if change.retry(found, request.membership.person):
        messages.success(request, _("It goes out now."))
    else:
        messages.error(request, _("It cannot be sent again."))
    return _back(request, found)


@require_POST
@in_practice(*STAFF)
def cancellation(request: PracticeRequest, delivery: uuid.UUID) -> HttpResponse:
    """Don't send it."""
    found = access.get_delivery(request.membership, delivery)
    reason = _("%(name)s chose not to send it.") % {"name": request.membership.display_name}
    if change.cancel(found, request.membership.person, reason):
        messages.success(request, _("It is not sent."))
    else:
        messages.error(request, _("It is too late: it is on its way."))
    return _back(request, found)


@require_POST
@in_practice(*STAFF)
def address_lifting(request: PracticeRequest, delivery: uuid.UUID) -> HttpResponse:
    """Write to its address again, after a mail server had refused it."""
    found = access.get_delivery(request.membership, delivery)
    if lift.lift_refusal(found, request.membership.person):
        messages.success(request, _("Mail goes to %(address)s again.") % {"address": found.address})
    return _back(request, found)


def _back(request: PracticeRequest, delivery: Delivery) -> HttpResponseRedirect:
    slug = request.membership.practice.slug
    return HttpResponseRedirect(reverse("outbox:delivery", args=[slug, delivery.public_id]))
