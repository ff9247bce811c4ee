"""A coach's time: taken, held for a moment, given back, never twice."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from opencoach.people.models import Person
from opencoach.people.refusal import Refused
from opencoach.sessions.models import LONGEST, CoachingSession, Occupancy
from opencoach.sessions.times import epoch

TAKEN = gettext_lazy("That time has just been taken. Choose another one.")


class Taken(Refused):
    """Somebody else has that time."""


def span(session: CoachingSession) -> tuple[int, int]:
    """What of its coach's time a session takes, buffers included: epoch seconds."""
    return epoch(session.starts_at) - session.before * 60, epoch(session.ends_at) + session.after * 60


def take(session: CoachingSession, *, held: int | None = None) -> None:
    """Take the coach's time for the session, or move what it has taken. Raises Taken. `held`: the hold (its row's id)
    that was laid on that time for it; it becomes the session's, so that the time is never free in between.

    Those who want one person's time come one after the other: without that, PostgreSQL lets two write overlapping
    rows and then has each wait for the other until it ends one of them as a deadlock. The lock is the last one of
    its transaction (engagement, session, person), so it closes no circle. The database still has the last word
    (`migrations/0002`).
    """
    starts, ends = span(session)
    person = session.coach.person_id
    take_turns(person)
    if held is not None:
        Occupancy.objects.filter(pk=held, person=person, session=None).update(session=session, until=None)
    require_free(person, starts, ends, but=session)
    try:
        with transaction.atomic():
            Occupancy.objects.update_or_create(
                session=session, person_id=person, defaults={"starts": starts, "ends": ends}
            )
    except IntegrityError as error:
        raise Taken(TAKEN) from error


@transaction.atomic
def hold_time(person_id: int, starts: int, ends: int, *, until: dt.datetime) -> Occupancy:
    """Hold a stretch of somebody's time (epoch seconds, buffers included) until an instant. Raises Taken."""
    take_turns(person_id)
    require_free(person_id, starts, ends)
    try:
        with transaction.atomic():
            return Occupancy.objects.create(person_id=person_id, starts=starts, ends=ends, until=epoch(until))
    except IntegrityError as error:
        raise Taken(TAKEN) from error


def let_go(held: int) -> None:
    """A hold (its row's id) is over before its time; of one that has become a session's nothing happens."""
    Occupancy.objects.filter(pk=held, session=None).delete()


def free_held(now: dt.datetime, person_id: int | None = None) -> int:
    """Holds that have run out go, of one person or of everybody; how many did. Asks first, so that mostly nothing is
    written."""
    over = Occupancy.objects.filter(until__isnull=False, until__lte=epoch(now))
    if person_id is not None:
        over = over.filter(person=person_id)
    return over.delete()[0] if over.exists() else 0


def take_turns(person_id: int) -> None:
    """Wait for whoever else is about to take this person's time, until the commit."""
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=person_id)


def require_free(person_id: int, starts: int, ends: int, *, but: CoachingSession | None = None) -> None:
    """Raises Taken where something stands in that stretch; a hold that has run out goes instead."""
    others = Occupancy.objects.filter(
        person=person_id, starts__gt=starts - LONGEST, starts__lt=ends, ends__gt=starts
    )  # fmt: skip
    if but is not None:
        others = others.exclude(session=but)
    found = list(others.values_list("pk", "until"))
    over = [pk for pk, until in found if until is not None and until <= epoch(timezone.now())]
    if len(over) < len(found):
        raise Taken(TAKEN)
    if over:
        Occupancy.objects.filter(pk__in=over, session=None).delete()


def give_back(session: CoachingSession) -> None:
    """The coach's time is free again."""
    Occupancy.objects.filter(session=session).delete()
