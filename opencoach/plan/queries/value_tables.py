"""What earlier tables gave a measure."""

from collections import defaultdict

from opencoach.plan.models import Measure, MeasureValue
from opencoach.plan.value_table import Known, when_of


def known_of(measure: Measure) -> Known:
    """The keys that tables have given, and which of them count; one query."""
    keys, present = set(), defaultdict(set)
    given = measure.values.filter(source=MeasureValue.Source.TABLE)
    for key, removed in given.values_list("key", "removed_at"):
        keys.add(key)
        if removed is None:
            present[when_of(key)].add(key)
    return Known(frozenset(keys), {when: frozenset(found) for when, found in present.items()})
