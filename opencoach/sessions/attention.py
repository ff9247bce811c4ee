"""What sessions add to Today: what somebody asks for, and what became of those that are over."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.lib.moments import stretch
from opencoach.people import attention
from opencoach.people.attention import Waiting
from opencoach.people.models import Membership
from opencoach.sessions.models import CoachingSession
from opencoach.sessions.queries.front import front, name_of

Status = CoachingSession.Status


def fill() -> None:
    """Called once, when the app is ready."""
    attention.add_waiting("sessions", waiting)


def waiting(membership: Membership) -> Iterable[Waiting]:
    """For a coach: sessions that wait for a yes or a no, and those of which nobody has said what became of them."""
    if not membership.is_coach:
        return []
    now = timezone.now()
    return [
        _item(membership, row)
        for row in front(membership)
        if (row.status == Status.REQUESTED and row.starts_at > now)
        or (row.status == Status.BOOKED and row.ends_at < now)
    ]


def _item(membership: Membership, row: Any) -> Waiting:
    asks = row.status == Status.REQUESTED
    when = stretch(row.starts_at, row.ends_at)
    place = [membership.practice.slug, row.public_id]
    return Waiting(
        key=f"session:{row.public_id}",
        name=name_of(row),
        why=(_("Asks for a session: %(when)s") if asks else _("What became of it? %(when)s")) % {"when": when},
        step=_("Answer") if asks else _("Write it down"),
        url=reverse("sessions:session" if asks else "sessions:holding", args=place),
        weight=80 if asks else 25,
        since=row.created_at if asks else row.ends_at,
        group=row.engagement.group is not None,
        who=str(row.key or row.engagement.public_id),
    )
