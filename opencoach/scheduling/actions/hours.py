"""A coach says when they can be booked."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.actions.event import record_event
from opencoach.people.models import Membership
from opencoach.people.refusal import Refused
from opencoach.scheduling.models import Availability, Override, Travel

Ranges = Sequence[tuple[int, int]]
LONGEST = dt.timedelta(days=366)
MOST = 100  # days that differ, or travels, that are still to come


@transaction.atomic
def set_week(coach: Membership, weekly: Mapping[int, Ranges]) -> Availability:
    """The hours of an ordinary week, by weekday (0 is Monday), as minutes from midnight."""
    stored = {str(day): [list(one) for one in ranges] for day, ranges in weekly.items() if ranges}
    row, _made = Availability.objects.update_or_create(
        membership=coach, defaults={"weekly": stored, "updated_at": timezone.now()}
    )
    _record(coach, "availability.changed")
    return row


@transaction.atomic
def add_override(coach: Membership, first: dt.date, last: dt.date, ranges: Ranges, label: str = "") -> Override:
    """Other hours on these days; none for a holiday. Raises Refused for days out of order, too many, or days of which
    something is said already; so does `add_travel`."""
    row = _row(coach)
    _check(first, last, row.overrides.filter(last__gte=first, first__lte=last).exists(), _ahead(row))
    made = Override.objects.create(
        availability=row, first=first, last=last, ranges=[list(one) for one in ranges], label=label
    )
    _record(coach, "availability.changed")
    return made


@transaction.atomic
def add_travel(coach: Membership, first: dt.date, last: dt.date, zone: str) -> Travel:
    """In another zone on these days."""
    row = _row(coach)
    _check(first, last, row.travels.filter(last__gte=first, first__lte=last).exists(), row.travels.count())
    made = Travel.objects.create(availability=row, first=first, last=last, zone=zone)
    _record(coach, "availability.changed")
    return made


@transaction.atomic
def add_holidays(coach: Membership, days: Sequence[tuple[dt.date, str]]) -> list[Override]:
    """Nobody can book on these days, each with its name; those of which something is said already stay as they are.
    Raises Refused for none at all, and for too many."""
    row = _row(coach)
    said = list(row.overrides.values_list("first", "last"))
    new = [(day, name) for day, name in days if not any(first <= day <= last for first, last in said)]
    if not new:
        raise Refused(_("Choose a day first."))
    if _ahead(row) + len(new) > MOST:
        raise Refused(_("That is a lot of days. Take some away first."))
    made = [Override(availability=row, first=day, last=day, ranges=[], label=name) for day, name in new]
    Override.objects.bulk_create(made)
    _record(coach, "availability.changed")
    return made


@transaction.atomic
def remove_days(coach: Membership, public_ids: Sequence[uuid.UUID]) -> None:
    """These days of the coach's own are ordinary ones again."""
    if Override.objects.filter(availability__membership=coach, public_id__in=public_ids).delete()[0]:
        _record(coach, "availability.changed")


def _ahead(row: Availability) -> int:
    """How many days that differ are still to come; a day is another one elsewhere."""
    return row.overrides.filter(last__gte=timezone.localdate() - dt.timedelta(days=1)).count()


@transaction.atomic
def remove(row: Override | Travel, coach: Membership) -> None:
    """The ordinary week, or the ordinary zone, holds again on these days."""
    row.delete()
    _record(coach, "availability.changed")


def _row(coach: Membership) -> Availability:
    row, _made = Availability.objects.get_or_create(membership=coach)
    return Availability.objects.select_for_update().get(pk=row.pk)


def _check(first: dt.date, last: dt.date, taken: bool, number: int) -> None:
    if last < first:
        raise Refused(_("The last day is before the first."))
    if last - first > LONGEST:
        raise Refused(_("That is more than a year. Change your week instead."))
    if taken:
        raise Refused(_("Something is said of some of these days already. Take it away first."))
    if number >= MOST:
        raise Refused(_("That is a lot of days. Take some away first."))


def _record(coach: Membership, verb: str) -> None:
    record_event(verb, practice=coach.practice, actor=coach.person)
