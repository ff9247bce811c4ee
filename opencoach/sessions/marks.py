"""What sessions add to the charts of a plan."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from opencoach.people.models import Engagement
from opencoach.plan import ports
from opencoach.plan.ports import Mark
from opencoach.sessions.models import CoachingSession


def fill() -> None:
    """Called once, when the app is ready."""
    ports.add_marks("sessions", held)


def held(engagement: Engagement, start: dt.datetime, end: dt.datetime) -> Iterable[Mark]:
    """The sessions that were held in that time; one query."""
    rows = CoachingSession.objects.filter(
        engagement=engagement, status=CoachingSession.Status.HELD, starts_at__gte=start, starts_at__lte=end
    )
    return [Mark(at, _("Session")) for at in rows.order_by("starts_at").values_list("starts_at", flat=True)]
