"""When somebody is busy by the calendars that they keep elsewhere."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.models import Membership
from opencoach.scheduling.models import BusyTime, CalendarLink
from opencoach.scheduling.spans import Span, merged
from opencoach.sessions.models import LONGEST

LATE = dt.timedelta(hours=1)  # so long a calendar may fail before anybody is told


def busy_times(person_id: int, window: Span) -> list[Span]:
    """By all calendars of a person, in any practice, in order and without overlaps: epoch seconds. One query."""
    start, end = window
    rows = BusyTime.objects.filter(person=person_id, starts__gt=start - LONGEST, starts__lt=end, ends__gt=start)
    return merged(rows.values_list("starts", "ends"))


def busy_of(coach: Membership, window: Span) -> list[Span]:
    """By the calendars that a coach has added in this practice: what its people may see. One query."""
    start, end = window
    rows = BusyTime.objects.filter(link__membership=coach, starts__gt=start - LONGEST, starts__lt=end, ends__gt=start)
    return merged(rows.values_list("starts", "ends"))


@dataclass(frozen=True, slots=True)
class Looked:
    """A calendar, and how it stands. `ahead`: how many busy times are still to come; `why`: why it cannot be read."""

    link: CalendarLink
    ahead: int
    why: str

    @property
    def is_new(self) -> bool:
        """Whether nobody has looked into it yet."""
        return self.link.tried_at is None


def links_of(membership: Membership) -> list[Looked]:
    """The first added first. One query."""
    now = int(timezone.now().timestamp())
    rows = CalendarLink.objects.filter(membership=membership).order_by("pk")
    counted = rows.annotate(ahead=Count("busy_times", filter=Q(busy_times__ends__gt=now)))
    return [Looked(one, one.ahead, said(one.problem)) for one in counted]


def failing(membership: Membership, now: dt.datetime) -> list[CalendarLink]:
    """Those that have not been read for an hour. One query."""
    rows = CalendarLink.objects.filter(membership=membership).exclude(problem="")
    return list(rows.filter(Q(checked_at__lt=now - LATE) | Q(checked_at=None, created_at__lt=now - LATE)))


def said(problem: str) -> str:
    """Why a calendar cannot be read, for whoever added it."""
    words = {
        "forbidden": _("Its address leads into a network of our own, or without encryption: that is not asked."),
        "unreachable": _("Nobody answers at its address."),
        "refused": _("It is not open without signing in: use its secret address."),
        "gone": _("There is nothing at its address any more: make a new one there, and add that."),
        "status": _("Its server answers with a fault."),
        "calendar": _("What stands at its address is no calendar."),
        "much": _("It is too large: more than 6 MB, or more than 40,000 entries."),
        "slow": _("It takes too long to read."),
        "secret": _("Its address can’t be read any more: take it away and add it again."),
    }
    return words.get(problem, _("It cannot be read.")) if problem else ""
