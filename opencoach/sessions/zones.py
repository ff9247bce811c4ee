"""When the rules of the clocks change: a session that is ahead keeps its wall clock, and its instant moves.

The worker looks every few hours, with the zone data that the machine has then. Who is told what, and the reminders,
follow as with any move. Sessions of one coach that get into each other's way both stay; Today says so (`attention`).
"""

import datetime as dt
import logging
import zoneinfo
from collections import defaultdict

from django.db import IntegrityError, transaction
from django.utils import timezone

from opencoach.outbox import jobs
from opencoach.people.models import Engagement, Person
from opencoach.sessions import times
from opencoach.sessions.actions import steps
from opencoach.sessions.actions.taking import Taken, give_back, take
from opencoach.sessions.models import CoachingSession, SessionStep

log = logging.getLogger("opencoach.sessions")
PORTION = 2_000


def register() -> None:
    """Called once, when the app is ready."""
    jobs.register(jobs.Job("sessions.zones", dt.timedelta(hours=6), follow_the_clocks))


def planned_start(session: CoachingSession) -> dt.datetime:
    """The instant that the session's wall clock means by the zone data of today."""
    return times.instant(session.day, session.clock, session.zone, session.fold)


def follow_the_clocks(now: dt.datetime | None = None) -> None:
    """Move the instants of what is ahead to where the wall clocks are now. The same again changes nothing."""
    zoneinfo.ZoneInfo.clear_cache()  # the data may have been renewed under a running worker
    now = now or timezone.now()
    ahead = CoachingSession.objects.filter(status__in=CoachingSession.AHEAD, starts_at__gt=now)
    columns = ahead.only("pk", "day", "clock", "zone", "fold", "starts_at", "coach").order_by("pk")
    astray: dict[int, list[int]] = defaultdict(list)
    for session in columns.iterator(PORTION):
        if planned_start(session) != session.starts_at:
            astray[session.coach_id].append(session.pk)
    for coach, ids in sorted(astray.items()):
        _follow(ids, now)
        log.warning("The clocks' rules have changed: %d sessions of coach %d are at other instants", len(ids), coach)


@transaction.atomic
def _follow(ids: list[int], now: dt.datetime) -> None:
    """One coach's: all give their time back first, so that those that move together are not in each other's way."""
    found = CoachingSession.objects.filter(pk__in=ids)
    engagements = Engagement.objects.select_for_update().filter(pk__in=found.values("engagement"))
    list(engagements.order_by("pk"))
    rows = found.select_related(*steps.RELATED, "engagement").order_by("starts_at", "pk")
    sessions = [one for one in rows if one.is_ahead and one.starts_at > now and planned_start(one) != one.starts_at]
    if sessions:
        Person.objects.select_for_update(no_key=True).only("pk").get(pk=sessions[0].coach.person_id)
    for session in sessions:
        give_back(session)
    for session in sessions:
        old = session.starts_at
        session.starts_at = planned_start(session)
        session.ends_at = session.starts_at + dt.timedelta(minutes=session.minutes)
        session.sequence += 1
        session.save(update_fields=["starts_at", "ends_at", "sequence"])
        try:
            with transaction.atomic():
                take(session)
            clash = False
        except (Taken, IntegrityError):
            clash = True  # it stays, without a place of its own: the coach decides
        steps.step(
            session, SessionStep.Kind.MOVED, None,
            moved_from=old.isoformat(), by_practice=True, by_zone=True, clash=clash,
        )  # fmt: skip
