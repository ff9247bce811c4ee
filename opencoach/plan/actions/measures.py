"""What people do with measures and their values."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.refusal import Refused
from opencoach.plan import days, private, spoken
from opencoach.plan.actions import items, noticing
from opencoach.plan.models import Measure, MeasureValue

Source = MeasureValue.Source
Direction = Measure.Direction
SLACK = dt.timedelta(hours=26)  # a clock somewhere is that far ahead
PLAIN = ("kind", "direction", "rhythm", "target", "low", "high", "baseline", "sd", "reliability", "goal")
COLUMNS = ("kind", "direction", "rhythm", ("target", "low", "high", "baseline"), ("sd", "reliability"), "goal")


@dataclass(frozen=True, slots=True)
class Given:
    """One value as somebody gives it: `at` an instant, `key` its name at its source ("" for none)."""

    value: Decimal
    at: dt.datetime
    note: str = ""
    key: str = ""


@transaction.atomic
def set_measure(
    engagement: Engagement, client: Membership | None, words: Mapping[str, Any], values: Mapping[str, Any], *,
    actor: Person,
) -> Measure:  # fmt: skip
    """A measure stands in the plan. `values` are of `PLAIN`; KeyError for what is none."""
    measure = items.begin(Measure(), engagement, client, actor)
    _apply(measure, values)
    measure.words = private.seal(measure, words)
    measure.save()
    items.record("measure.set", measure, actor)
    return measure


@transaction.atomic
def change_measure(
    measure: Measure, words: Mapping[str, Any], values: Mapping[str, Any], *, revision: int, actor: Person
) -> Measure:
    """Change it. Raises Changed where somebody else has changed the same meanwhile."""
    measure = items.locked(measure)
    if items.change(measure, words, COLUMNS, lambda row: _apply(row, values), revision=revision, actor=actor):
        measure.save()
        items.record("measure.changed", measure, actor)
    return measure


def _apply(measure: Measure, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name not in PLAIN:
            raise KeyError(name)
        setattr(measure, name, value)


@transaction.atomic
def remove_measure(measure: Measure, *, actor: Person) -> Measure:
    """It stands in the plan no longer; its values are kept for when it comes back."""
    return items.remove(measure, actor=actor, verb="measure.removed")


@transaction.atomic
def restore_measure(measure: Measure, *, actor: Person) -> Measure:
    return items.restore(measure, actor=actor, verb="measure.restored")


@transaction.atomic
def add_values(
    measure: Measure, given: Iterable[Given], *, actor: Person | None, source: str = Source.PAGE
) -> list[MeasureValue]:
    """Write values down; gives those that are new. What its source has given before (the same `key`) is left as it is.

    Raises Refused, and writes nothing, for a value outside the measure's span or an instant to come.
    """
    measure = items.locked(measure)
    before = _reached(measure)
    known = set(measure.values.exclude(key="").values_list("key", flat=True))
    made = []
    for one in given:
        check(measure, one)
        if one.key and one.key in known:
            continue
        known.add(one.key)
        row = MeasureValue(measure=measure, value=one.value, at=one.at, source=source, key=one.key, by=actor)
        row.words = private.seal(row, {"note": one.note})
        made.append(row)
    MeasureValue.objects.bulk_create(made, batch_size=500)
    if made:
        items.record("measure.valued", measure, actor, count=len(made), source=source)
        if not before and _reached(measure):
            noticing.level_reached(measure, days.today_of(measure))
    return made


def check(measure: Measure, given: Given) -> None:
    """Raises Refused for what can be no value of that measure."""
    if not given.value.is_finite() or abs(given.value) >= 10**9:
        raise Refused(_("This is no number that can be kept."))
    if measure.low is not None and given.value < measure.low:
        raise Refused(_("It can’t be less than %(low)s.") % {"low": spoken.number(measure.low)})
    if measure.high is not None and given.value > measure.high:
        raise Refused(_("It can’t be more than %(high)s.") % {"high": spoken.number(measure.high)})
    if given.at > timezone.now() + SLACK:
        raise Refused(_("That day is still to come."))


def _reached(measure: Measure) -> bool:
    if measure.target is None or measure.direction == Direction.KEEP:
        return True  # nothing to notice
    present = measure.values.filter(removed_at=None)
    up = measure.direction == Direction.UP
    return present.filter(**{"value__gte" if up else "value__lte": measure.target}).exists()


@transaction.atomic
def remove_value(value: MeasureValue, *, actor: Person) -> None:
    """A slip: it doesn't count. It can be brought back."""
    items.locked(value.measure)
    if MeasureValue.objects.filter(pk=value.pk, removed_at=None).update(removed_at=timezone.now()):
        items.record("measure.value_removed", value.measure, actor)


@transaction.atomic
def restore_value(value: MeasureValue, *, actor: Person) -> None:
    items.locked(value.measure)
    if MeasureValue.objects.filter(pk=value.pk, removed_at__isnull=False).update(removed_at=None):
        items.record("measure.value_restored", value.measure, actor)
