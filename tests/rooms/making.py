"""What tests of rooms start from."""

import datetime as dt

from django.utils import timezone

from opencoach.sessions.models import CoachingSession
from tests.cast import Cast
from tests.sessions.making import upcoming

MINUTE = dt.timedelta(minutes=1)


def begun(cast: Cast, ago: int = 20, lasts: int = 60) -> CoachingSession:
    """Ana's with Miriam, that was to begin so many minutes ago."""
    return to_begin(upcoming(cast), ago, lasts)


def to_begin(session: CoachingSession, ago: int, lasts: int = 60) -> CoachingSession:
    """The same session as if it had been booked for so many minutes ago."""
    begins = timezone.now().replace(microsecond=0) - ago * MINUTE
    CoachingSession.objects.filter(pk=session.pk).update(starts_at=begins, ends_at=begins + lasts * MINUTE)
    session.refresh_from_db()
    return session
