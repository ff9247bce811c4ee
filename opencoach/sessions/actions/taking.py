"""A coach's time: taken, given back, never twice."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from opencoach.people.models import Person
from opencoach.people.refusal import Refused
from opencoach.sessions.models import CoachingSession, Occupancy
from opencoach.sessions.times import epoch


class Taken(Refused):
    """Somebody else has that time."""


def span(session: CoachingSession) -> tuple[int, int]:
    """What of its coach's time a session takes, buffers included: epoch seconds."""
    return epoch(session.starts_at) - session.before * 60, epoch(session.ends_at) + session.after * 60


def take(session: CoachingSession) -> None:
    """Take the coach's time for the session, or move what it has taken. Raises Taken.

    Those who want one person's time come one after the other: without that, PostgreSQL lets two write overlapping
    rows and then has each wait for the other until it ends one of them as a deadlock. The lock is the last one of
    its transaction (engagement, session, person), so it closes no circle. The database still has the last word
    (`migrations/0002`).
    """
    starts, ends = span(session)
    person = session.coach.person_id
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=person)
    others = Occupancy.objects.filter(person=person, starts__lt=ends, ends__gt=starts).exclude(session=session)
    if others.exists():
        raise Taken(_("That time has just been taken. Choose another one."))
    try:
        with transaction.atomic():
            Occupancy.objects.update_or_create(
                session=session, person_id=person, defaults={"starts": starts, "ends": ends}
            )
    except IntegrityError as error:
        raise Taken(_("That time has just been taken. Choose another one.")) from error


def give_back(session: CoachingSession) -> None:
    """The coach's time is free again."""
    Occupancy.objects.filter(session=session).delete()
