"""True, false and unknown: rules about values. Pure, and the same in frontend/src/questionnaires/logic.ts.

None is *unknown*. See definition/rules.py for what each operator asks.
"""

from collections.abc import Iterable, Mapping

from opencoach.questionnaires.definition.rules import Condition, Group, Rule
from opencoach.questionnaires.values import Choice, Value, number_of, trimmed

Truth = bool | None


def every(truths: Iterable[Truth]) -> Truth:
    """False as soon as one is false; unknown if one is unknown; else true."""
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def some(truths: Iterable[Truth]) -> Truth:
    """True as soon as one is true; unknown if one is unknown; else false."""
    result: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            result = None
    return result


def opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth


def holds(rule: Rule | Group | None, values: Mapping[str, Value]) -> Truth:
    """Whether the rule is true of these values, by path. No rule is true."""
    if rule is None:
        return True
    join = every if rule.all is not None else some
    return join(met(row, values) if isinstance(row, Condition) else holds(row, values) for row in rule.rows)


def met(row: Condition, values: Mapping[str, Value]) -> Truth:  # noqa: PLR0911
    """Whether one row is true. A value that is missing makes it unknown, unless it asks for just that."""
    value = values.get(row.field)
    if row.operator in {"answered", "missing"}:
        return (value is not None) == (row.operator == "answered")
    if value is None:
        return None
    wanted = row.value
    match row.operator:
        case "is":
            return same(value, wanted)
        case "is_not":
            return opposite(same(value, wanted))
        case "any_of":
            return _among(value, wanted)
        case "none_of":
            return opposite(_among(value, wanted))
        case "contains":
            return _within(value, wanted)
        case "contains_not":
            return opposite(_within(value, wanted))
    return compared(row.operator, value, wanted)


def same(value: object, wanted: object) -> Truth:  # noqa: PLR0911
    """Whether two values are the same; unknown for two that can't be. A choice is its id, or its number."""
    if isinstance(value, list):
        return len(value) == 1 and same(value[0], wanted) is True
    if isinstance(value, Choice) and isinstance(wanted, Choice):
        return value.id == wanted.id
    if isinstance(wanted, Choice):
        return same(wanted, value)
    if isinstance(value, bool) or isinstance(wanted, bool):
        return value == wanted if isinstance(value, bool) and isinstance(wanted, bool) else None
    if isinstance(wanted, str):
        if isinstance(value, Choice):
            return value.id == wanted
        return value == trimmed(wanted) if isinstance(value, str) else None
    left, right = number_of(value), number_of(wanted)
    return None if left is None or right is None else left == right


def _among(value: object, wanted: object) -> Truth:
    chosen = value if isinstance(value, list) else [value]
    return some(same(one, each) for one in chosen for each in (wanted if isinstance(wanted, list) else [wanted]))


def _within(value: object, wanted: object) -> Truth:
    if isinstance(value, str):
        return trimmed(wanted).lower() in value.lower() if isinstance(wanted, str) else None
    return _among(value, wanted)


def compared(operator: str, value: object, wanted: object) -> Truth:
    """less, at_most, more, at_least: numbers with numbers, dates with dates, times with times."""
    left: float | str | None
    right: float | str | None
    if isinstance(value, str) and isinstance(wanted, str):
        left, right = value, wanted
    else:
        left, right = number_of(value), number_of(wanted)
        if left is None or right is None:
            return None
    below, level = left < right, left == right  # type: ignore[operator]  # both numbers, or both texts
    return {"less": below, "at_most": below or level, "more": not below and not level, "at_least": not below}[operator]
