"""The mails to supporters: what they say, and whether they still should."""

import uuid

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Kind, Rendered
from opencoach.outbox.words import compose
from opencoach.plan import private, supporting
from opencoach.plan.actions.supporters import is_asked
from opencoach.plan.models import Supporter

KINDS = {
    "supporter_invitation": gettext_lazy("Asked to stand by a goal"),
    "supporter_pulse": gettext_lazy("A supporter is asked how it goes"),
}


def fill() -> None:
    """Called once, when the app is ready."""
    for name, label in KINDS.items():
        ports.register_kind(
            Kind(name, label, _render, _still_due, lambda _person, _delivery: False, automatic=False)
        )  # fmt: skip


def _supporter(delivery: Delivery) -> Supporter | None:
    rows = Supporter.objects.select_related("goal__client__person", "goal__engagement__practice")
    return rows.filter(public_id=uuid.UUID(str(delivery.payload["supporter"]))).first()


def _still_due(delivery: Delivery) -> str:
    row = _supporter(delivery)
    if row is None:
        return _("The supporter is gone.")
    try:
        supporting.opened(row)
    except supporting.Closed:
        return _("They don’t stand by that goal any more.")
    if delivery.kind == "supporter_invitation" and row.accepted_at is not None:
        return _("They have agreed already.")
    if delivery.kind == "supporter_pulse" and not is_asked(row):
        return _("They have answered already.")
    return ""


def _render(delivery: Delivery) -> Rendered:
    row = _supporter(delivery)
    if row is None:
        raise LookupError("the supporter is gone")
    found = supporting.opened(row)
    client = found.client
    return compose(
        f"plan/mail/{delivery.kind}.html",
        {
            "found": found,
            "client": client,
            "note": private.words(row).get("note", ""),
            "link": supporting.url(delivery.hidden(lambda: supporting.token_of(row), "hidden")),
        },
        row.goal.engagement.practice,
        from_name=client.display_name,
        reply_to=client.person.email,
        language=client.language,
    )  # fmt: skip
