"""How columns of something in a plan stood before they were changed, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.plan import spoken
from opencoach.plan.models import CheckInRhythm, Item
from opencoach.plan.queries.todos import rule_words


def said(item: Item, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(what it is called, how it stood) of each column that stands otherwise afterwards. Which other row one hangs on
    is not said: it may be one that the reader may not see."""
    changed = [name for name, value in before.items() if after.get(name, value) != value]
    return [(_name(item, name), _value(item, name, before[name])) for name in changed]


def flat(groups: Mapping[str, Sequence[tuple[str, Any]]]) -> dict[str, Any]:
    return {name: value for group in groups.values() for name, value in group}


def _name(item: Item, name: str) -> str:
    if name == "rhythm" or (name == "interval" and isinstance(item, CheckInRhythm)):
        return _("How often")
    names = {
        "timing": _("When"), "day": _("Day"), "clock": _("Time"), "rule": _("How often"),
        "reminds": _("A mail on the day"),
        "effort": _("How much it takes"), "side": _("Who does it"), "goal": _("The goal it serves"),
        "strategy": _("The strategy it serves"), "per": _("In each"), "times": _("How often in that time"),
        "amount": _("A number, if it is one"), "at_most": _("At most that number"), "weekdays": _("On these days"),
        "kind": _("Kind"), "direction": _("Which way is better"), "target": _("Target"),
        "low": _("Least that it can be"), "high": _("Most that it can be"), "baseline": _("Where it began"),
        "sd": _("Standard deviation of the scale"), "reliability": _("Reliability of the scale"),
        "due_on": _("By when"), "weight": _("How much it counts"), "parent": _("Part of a larger goal"),
        "needs": _("The needs that it answers"),
        "effect": _("How much it would do"), "review_on": _("Look at it again on"), "weekday": _("On"),
    }  # fmt: skip
    return names.get(name, name)


def _value(item: Item, name: str, value: Any) -> str:
    field: Any = item._meta.get_field(name)
    if value is None or value in {"", frozenset()}:
        return _("nothing")
    if field.many_to_many:
        return ngettext("%d of them", "%d of them", len(value)) % len(value)
    if field.is_relation:
        return _("another one")
    if name == "rule":
        return rule_words(value)
    if name in {"weekday", "weekdays"}:
        return ", ".join(str(WEEKDAYS[int(one)]) for one in str(value))
    return str(dict(field.flatchoices).get(value, value)) if field.choices else spoken.as_said(value)
