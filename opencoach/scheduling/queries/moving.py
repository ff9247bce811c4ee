"""What stands against moving a session to a time, before anybody clicks."""

import datetime as dt

from django.utils.translation import gettext as _

from opencoach.scheduling.hours import open_ranges
from opencoach.scheduling.queries.availability import hours_of
from opencoach.scheduling.queries.busy import busy_of
from opencoach.sessions.models import LONGEST, CoachingSession, Occupancy
from opencoach.sessions.times import epoch

DAY = dt.timedelta(days=2)


def warning(session: CoachingSession, start: dt.datetime, now: dt.datetime) -> tuple[str, str]:
    """Why it cannot be, and what is unusual about it ("" for nothing). Three queries."""
    begins, ends = epoch(start) - session.before * 60, epoch(start) + (session.minutes + session.after) * 60
    if not session.is_ahead or session.starts_at <= now:
        return _("This session has begun; it can’t be moved any more."), ""
    if start <= now:
        return _("That time is over."), ""
    others = Occupancy.objects.filter(
        person=session.coach.person_id, starts__gt=begins - LONGEST, starts__lt=ends, ends__gt=begins
    ).exclude(session=session)
    if others.exists():
        name = session.coach.display_name
        return _("%(name)s has something else then, or needs the time around it.") % {"name": name}, ""
    if busy_of(session.coach, (begins, ends)):
        return "", _("By another calendar, %(name)s is busy then.") % {"name": session.coach.display_name}
    day = start.date()
    hours = hours_of(session.coach, day - DAY, day + DAY)
    first, last = epoch(start), epoch(start) + session.minutes * 60
    if not any(opens <= first and last <= closes for opens, closes in open_ranges(hours, first - 86400, last + 86400)):
        return "", _("This is outside the hours of %(name)s.") % {"name": session.coach.display_name}
    return "", ""
