"""What tests of sessions start from."""

import datetime as dt

from django.utils import timezone

from opencoach.people.models import Membership, Person
from opencoach.sessions.actions import Booked, book
from opencoach.sessions.models import CoachingSession, SessionType, SessionTypeCoach
from tests.cast import Cast

NOW = dt.datetime(2027, 3, 1, 10, 0, tzinfo=dt.UTC)


def offer(coach: Membership, **fields: object) -> SessionType:
    """A type of session that this coach holds."""
    values = {"practice": coach.practice, "slug": "coaching", "name": "Coaching session", "minutes": 60, **fields}
    made = SessionType.objects.create(**values)
    SessionTypeCoach.objects.create(session_type=made, membership=coach)
    return made


def booked(
    cast: Cast, kind: SessionType, start: dt.datetime, *, actor: Person | None = None, wanted: Booked | None = None
) -> CoachingSession:
    """Ana's, with Miriam, as seen at `NOW`."""
    by = actor or cast.ana.person
    return book(cast.ana_engagement, kind, cast.miriam, start, actor=by, wanted=wanted, now=NOW)


def upcoming(cast: Cast, days: float = 7, **fields: object) -> CoachingSession:
    """Ana's with Miriam, in so many days from now."""
    return _from_now(cast, dt.timedelta(days=days), **fields)


def asked_for(cast: Cast) -> CoachingSession:
    """One that Ana asks for, in a week."""
    return _from_now(cast, dt.timedelta(days=7), approval=True)


def soon(cast: Cast) -> CoachingSession:
    """One that has just begun."""
    session = _from_now(cast, dt.timedelta(days=1))
    begun = session.starts_at - dt.timedelta(days=1, minutes=20)
    CoachingSession.objects.filter(pk=session.pk).update(starts_at=begun, ends_at=begun + dt.timedelta(minutes=60))
    session.refresh_from_db()
    return session


def _from_now(cast: Cast, ahead: dt.timedelta, **fields: object) -> CoachingSession:
    kind = SessionType.objects.filter(practice=cast.practice, slug="coaching").first() or offer(cast.miriam, **fields)
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + ahead
    return book(cast.ana_engagement, kind, cast.miriam, start, actor=cast.ana.person)
