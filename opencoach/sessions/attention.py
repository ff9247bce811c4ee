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
from opencoach.sessions.models import Attendance, CoachingSession
from opencoach.sessions.queries.front import clashing, front, name_of
from opencoach.sessions.queries.unsummed import unsummed

Status = CoachingSession.Status


def fill() -> None:
    """Called once, when the app is ready."""
    attention.add_waiting("sessions", waiting)


def waiting(membership: Membership) -> Iterable[Waiting]:
    """For a coach: sessions that wait for a yes or a no, and those of which nobody has said what became of them."""
    if not membership.is_coach:
        return []
    now = timezone.now()
    summaries = [_summary(membership, row) for row in unsummed(membership, now)]
    said = [_said(membership, row) for row in front(membership) if row.said and row.is_ahead and row.starts_at > now]
    ratings = [_rating(membership, row) for row in front(membership) if row.low_at]
    return [*summaries, *said, *ratings, *(_clash(membership, row) for row in clashing(membership))] + [
        _item(membership, row)
        for row in front(membership)
        if (row.status == Status.REQUESTED and row.starts_at > now)
        or (row.status == Status.BOOKED and row.ends_at < now)
    ]


def _summary(membership: Membership, row: Any) -> Waiting:
    """What goes to the client after it waits for the coach's words."""
    return Waiting(
        key=f"summary:{row.public_id}",
        name=str(row.engagement.group.name if row.engagement.group else row.client or row.engagement.title),
        why=_("Waits for your summary: %(when)s") % {"when": stretch(row.starts_at, row.ends_at)},
        step=_("Write it"),
        url=reverse("sessions:followup", args=[membership.practice.slug, row.public_id]) + "#summary",
        weight=60,
        since=row.ends_at,
        group=row.engagement.group is not None,
        who=str(row.key or row.engagement.public_id),
    )


def _rating(membership: Membership, row: Any) -> Waiting:
    """A client found it lacking, and says so."""
    return Waiting(
        key=f"rating:{row.public_id}",
        name=str(row.low_name),
        why=_("Gave a low mark: %(when)s") % {"when": stretch(row.starts_at, row.ends_at)},
        step=_("Look at it"),
        url=reverse("sessions:session", args=[membership.practice.slug, row.public_id]) + "#ratings",
        weight=70,
        since=row.low_at,
        who=str(row.low_key),
    )


def _clash(membership: Membership, row: Any) -> Waiting:
    """Since the rules of the clocks have changed, it is in the way of another one."""
    return Waiting(
        key=f"clash:{row.public_id}",
        name=name_of(row),
        why=_("Overlaps with another session since the clocks have changed: %(when)s")
        % {"when": stretch(row.starts_at, row.ends_at)},
        step=_("Look at it"),
        url=reverse("sessions:session", args=[membership.practice.slug, row.public_id]),
        weight=85,
        since=row.created_at,
        group=row.engagement.group is not None,
        who=str(row.key or row.engagement.public_id),
    )


def _said(membership: Membership, row: Any) -> Waiting:
    """Somebody's calendar says no, or proposes another time."""
    proposed = row.said == Attendance.Answer.PROPOSED
    why = (
        _("Proposes another time than %(when)s")
        if proposed
        else _("Declined in a calendar, and still booked: %(when)s")
    )
    return Waiting(
        key=f"said:{row.public_id}",
        name=name_of(row),
        why=why % {"when": stretch(row.starts_at, row.ends_at)},
        step=_("Answer") if proposed else _("Look at it"),
        url=reverse("sessions:session", args=[membership.practice.slug, row.public_id]),
        weight=80 if proposed else 75,
        since=row.created_at,
        group=row.engagement.group is not None,
        who=str(row.key or row.engagement.public_id),
    )


def _item(membership: Membership, row: Any) -> Waiting:
    asks = row.status == Status.REQUESTED
    when = stretch(row.starts_at, row.ends_at)
    place = [membership.practice.slug, row.public_id]
    return Waiting(
        key=f"session:{row.public_id}",
        name=name_of(row),
        why=(_("Asks for a session: %(when)s") if asks else _("What became of it? %(when)s")) % {"when": when},
        step=_("Answer") if asks else _("Write it down"),
        url=reverse("sessions:session" if asks else "sessions:followup", args=place),
        weight=80 if asks else 25,
        since=row.created_at if asks else row.ends_at,
        group=row.engagement.group is not None,
        who=str(row.key or row.engagement.public_id),
    )
