"""The mail with the code for somebody who has chosen a time and has no account."""

import uuid
import zoneinfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.lib import moments
from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Kind, Rendered
from opencoach.outbox.words import compose
from opencoach.scheduling.models import Hold


def fill() -> None:
    """Called once, when the app is ready."""
    ports.register_kind(
        Kind(
            "booking_code", gettext_lazy("Code for a first talk"), _render, _still_due,
            lambda _person, _delivery: False, urgent=True,
        )
    )  # fmt: skip


def _hold(delivery: Delivery) -> Hold | None:
    rows = Hold.objects.select_related("coach__practice", "coach__person", "session_type")
    return rows.filter(public_id=uuid.UUID(str(delivery.payload["hold"]))).first()


def _still_due(delivery: Delivery) -> str:
    held = _hold(delivery)
    if held is None or held.is_over:
        return _("The time is not held any more.")
    return _("It is booked already.") if held.session_id is not None else ""


def _render(delivery: Delivery) -> Rendered:
    """On the clock of whoever chose the time. Nothing that they typed is in it: nobody sends words to strangers."""
    held = _hold(delivery)
    if held is None:
        raise LookupError("the hold is gone")
    before = moments.twelve_hours.set(held.hour12 or None)
    try:
        with timezone.override(zoneinfo.ZoneInfo(held.zone)):
            when = moments.exact(held.starts_at)
    finally:
        moments.twelve_hours.reset(before)
    return compose(
        "scheduling/mail/booking_code.html",
        {"coach": held.coach, "kind": held.session_type, "when": when, "place": held.zone.rpartition("/")[2].replace(
            "_", " "), **delivery.secrets},
        held.coach.practice,
        from_name=held.coach.display_name,
        reply_to=held.coach.person.email,
        language=held.language,
    )  # fmt: skip
