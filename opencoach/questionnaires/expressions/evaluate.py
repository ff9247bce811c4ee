"""What an expression is worth. The same in frontend/src/questionnaires/expressions.ts."""

import datetime as dt
import math
from collections.abc import Iterator, Mapping

from opencoach.questionnaires.expressions.tree import Binary, Call, Literal, Name, Node, Unary
from opencoach.questionnaires.logic import Truth, compared, every, opposite, same, some
from opencoach.questionnaires.numbers import kept, rounded, total
from opencoach.questionnaires.values import Choice, Value, number_of

OPERATORS = {"<": "less", "<=": "at_most", ">": "more", ">=": "at_least"}


def evaluate(node: Node, values: Mapping[str, Value]) -> Value:
    """A number, a text, a truth or a choice; None when it is unknown. Never raises."""
    match node:
        case Literal():
            return node.value
        case Name():
            return values.get(node.path)
        case Unary():
            value = evaluate(node.of, values)
            if node.sign == "not":
                return opposite(_truth(value))
            number = number_of(value)
            return None if number is None else kept(-number)
        case Binary():
            return _binary(node, values)
        case Call():
            return _call(node, values)


def _truth(value: Value) -> Truth:
    return value if isinstance(value, bool) else None


def _binary(node: Binary, values: Mapping[str, Value]) -> Value:
    left, right = evaluate(node.left, values), evaluate(node.right, values)
    match node.sign:
        case "and":
            return every([_truth(left), _truth(right)])
        case "or":
            return some([_truth(left), _truth(right)])
        case "=" | "!=":
            if left is None or right is None:
                return None
            equal = same(left, right)
            return equal if node.sign == "=" else opposite(equal)
        case "<" | "<=" | ">" | ">=":
            return None if left is None or right is None else compared(OPERATORS[node.sign], left, right)
    return _arithmetic(node.sign, number_of(left), number_of(right))


def _arithmetic(sign: str, left: float | None, right: float | None) -> float | None:
    if left is None or right is None:
        return None
    if sign == "/":
        return None if right == 0 else kept(left / right)
    left, right = float(left), float(right)
    return kept(left + right if sign == "+" else left - right if sign == "-" else left * right)


def _call(node: Call, values: Mapping[str, Value]) -> Value:  # noqa: PLR0911
    if node.function == "if":
        truth = _truth(evaluate(node.arguments[0], values))
        return None if truth is None else evaluate(node.arguments[1 if truth else 2], values)
    given = [evaluate(argument, values) for argument in node.arguments]
    match node.function:
        case "coalesce":
            return next((value for value in given if value is not None), None)
        case "answered":
            return given[0] is not None
        case "count":
            return sum(1 for value in _flat(given) if value is not None)
        case "contains":
            return _contains(given[0], given[1])
        case "days":
            return _days(given[0], given[1])
        case "sum" | "mean" | "min" | "max":
            return _gathered(node.function, given)
    return _of_one(node.function, number_of(given[0]), given[1:])


def _flat(given: list[Value]) -> Iterator[object]:
    for value in given:
        if isinstance(value, list):
            yield from value
        else:
            yield value


def _gathered(function: str, given: list[Value]) -> float | None:
    numbers = [float(number) for value in _flat(given) if (number := number_of(value)) is not None]
    if not numbers:
        return None
    if function in {"min", "max"}:
        return kept(min(numbers) if function == "min" else max(numbers))
    whole = total(numbers)
    return whole if whole is None or function == "sum" else kept(whole / len(numbers))


def _of_one(function: str, number: float | None, more: list[Value]) -> float | None:
    if number is None:
        return None
    if function == "round":
        decimals = number_of(more[0]) if more else 0
        return None if decimals is None else kept(rounded(number, math.floor(decimals)))
    return kept(abs(number) if function == "abs" else math.floor(number) if function == "floor" else math.ceil(number))


def _contains(value: Value, wanted: Value) -> Truth:
    if value is None or wanted is None:
        return None
    if isinstance(value, str) and isinstance(wanted, str):
        return wanted.lower() in value.lower()
    return some(same(one, wanted) for one in (value if isinstance(value, list) else [value]))


def _days(start: Value, end: Value) -> float | None:
    if isinstance(start, Choice) or isinstance(end, Choice):
        return None
    first, last = _day(start), _day(end)
    return None if first is None or last is None else (last - first).days


def _day(value: Value) -> dt.date | None:
    if not isinstance(value, str) or len(value) != 10:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None
