"""What scheduling adds to Today: first talks that strangers have booked, and those after which nobody has decided."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.lib.moments import stretch
from opencoach.people import attention
from opencoach.people.attention import Waiting
from opencoach.people.models import Engagement, Membership
from opencoach.sessions.models import CoachingSession
from opencoach.sessions.queries.front import front, name_of

NEW = dt.timedelta(days=2)  # so long a new booking is news
Status = CoachingSession.Status
TALKS = (Status.BOOKED, Status.HELD, Status.MISSED)


def fill() -> None:
    """Called once, when the app is ready."""
    attention.add_waiting("scheduling", waiting)


def waiting(membership: Membership) -> Iterable[Waiting]:
    """For a coach: each prospect with the latest talk, new or held. Asks nothing of the database: `front` has them."""
    if not membership.is_coach:
        return []
    now = timezone.now()
    latest: dict[int, Any] = {}
    for row in front(membership):
        if row.engagement.status == Engagement.Status.PROSPECT and row.status in TALKS:
            latest[row.engagement_id] = row
    found = (_item(membership, row, now) for row in latest.values())
    return [one for one in found if one is not None]


def _item(membership: Membership, talk: Any, now: dt.datetime) -> Waiting | None:
    """What is to be said of it: that it is new, or that it was held (`sessions` asks what became of one before)."""
    over = talk.status in {Status.HELD, Status.MISSED}
    if not over and (talk.starts_at < now or talk.created_at < now - NEW):
        return None
    why = _("How do you go on after the first talk?") if over else _("Has booked a first talk: %(when)s")
    return Waiting(
        key=f"prospect:{talk.engagement.public_id}",
        name=name_of(talk),
        why=why % {"when": stretch(talk.starts_at, talk.ends_at)},
        step=_("Decide") if over else _("See"),
        url=reverse("scheduling:prospect", args=[membership.practice.slug, talk.engagement.public_id]),
        weight=45 if over else 15,
        since=talk.ends_at if over else talk.created_at,
        who=str(talk.key or talk.engagement.public_id),
    )
