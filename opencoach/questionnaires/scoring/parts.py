"""What one part of a score is worth."""

from collections.abc import Mapping

from opencoach.questionnaires.definition.scores import ScorePart
from opencoach.questionnaires.logic import holds
from opencoach.questionnaires.numbers import kept, shown
from opencoach.questionnaires.values import Choice, Value, number_of

LEFT_OUT = "left out"


def keyed(part: ScorePart, values: Mapping[str, Value]) -> float | str | None:
    """Its number after map and reversal (not weight); None when it is missing, LEFT_OUT when it doesn't count."""
    if part.when is not None and holds(part.when, values) is not True:
        return LEFT_OUT
    value = values.get(part.of)
    table = next((case.map for case in part.cases if holds(case.when, values) is True), part.map)
    number = number_of(value) if table is None else _mapped(table, value)
    if number is None or part.reverse is None:
        return number
    return kept(part.reverse[0] + part.reverse[1] - number)


def _mapped(table: Mapping[str, float], value: Value) -> float | None:
    if isinstance(value, Choice) and value.id in table:
        return kept(table[value.id])
    number = number_of(value)
    found = None if number is None else table.get(shown(number, 9))
    return None if found is None else kept(found)
