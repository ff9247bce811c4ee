"""Validators of SurveyJS as limits of ours. What has no limit here is said to be left out, with its place."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from opencoach.questionnaires.definition.limits import LONGEST_ANSWER
from opencoach.questionnaires.importing.formula import Node, Wrong, parse
from opencoach.questionnaires.importing.found import Data
from opencoach.questionnaires.importing.limits import limits_in, tightened
from opencoach.questionnaires.importing.surveyjs_asked import Asked, left_out, listed, number

NUMBERS = {
    "numeric": {"minValue": "min", "maxValue": "max"},
    "text": {"minLength": "min_length", "maxLength": "max_length"},
    "answercount": {"minCount": "min_count", "maxCount": "max_count"},
}
HAS = {  # which limits a question of each kind has
    "text": {"min_length", "max_length", "pattern"},
    "long_text": {"min_length", "max_length"},
    "number": {"min", "max"},
    "slider": {"min", "max"},
    "multi": {"min_count", "max_count"},
}
IN_TABLE = {"text": {"max_length"}, "number": {"min", "max"}}
LONGEST = {"text": 1_000, "long_text": LONGEST_ANSWER}


def asks_a_number(one: Mapping[str, Any]) -> bool:
    """Whether what is written in a line has to be a number."""
    return any(_type(each) == "numeric" for each in listed(one.get("validators")))


def limited(asked: Asked, item: Data, *, of_table: bool = False) -> Data:
    """The item, or the column of a table, with the limits of its validators."""
    validators = asked.one.get("validators")
    if validators is not None and not isinstance(validators, list):
        asked.found.refuse(f"{asked.where}, validators", _("It is no list."))
    for at, one in enumerate(listed(validators), start=1):
        where, kind = f"{asked.where}, " + _("validator %(number)d") % {"number": at}, _type(one)
        if not kind:
            asked.found.refuse(where, _("A validator is an object with a type."))
        else:
            item = _with(asked, item, one, f"{where} ({kind[:40]})", (IN_TABLE if of_table else HAS))
    return _short_enough(asked, item)


def _type(one: Any) -> str:
    """ "numeric", "text"…; "" for what is no validator."""
    kind = one.get("type") if isinstance(one, Mapping) else None
    return kind.removesuffix("validator") if isinstance(kind, str) else ""


def _with(asked: Asked, item: Data, one: Mapping[str, Any], where: str, has: Mapping[str, set[str]]) -> Data:
    kind, known = _type(one), has.get(item["kind"], set())
    if kind == "expression":
        return _expression(asked, item, one, where, known)
    if kind == "email" and "pattern" in known and item.get("pattern") in {None, "email"}:
        left_out(asked.found, one, {"type"}, where)
        return {**item, "pattern": "email"}
    if kind == "numeric" and known >= {"min", "max"}:
        left_out(asked.found, one, {"type", *NUMBERS[kind]}, where)
        return tightened(item, _numbers(asked, one, where, kind))
    if kind in NUMBERS and kind != "numeric" and known & set(NUMBERS[kind].values()):
        own = {theirs for theirs, ours in NUMBERS[kind].items() if ours in known}
        left_out(asked.found, one, {"type", *own}, where)
        limits = _numbers(asked, one, where, kind)
        return tightened(item, {name: value for name, value in limits.items() if name in known})
    asked.found.drop(where, _("OpenCoach has no such limit for this question; it is left out."))
    return item


def _numbers(asked: Asked, one: Mapping[str, Any], where: str, kind: str) -> Data:
    """Its numbers by our names; how many there may be of something is whole, and 0 asks for nothing."""
    found: Data = {}
    for theirs, ours in NUMBERS[kind].items():
        given = one.get(theirs)
        value = number(given)
        if given in (None, ""):
            continue
        if value is None or (kind != "numeric" and (not isinstance(value, int) or value < 0)):
            asked.found.refuse(f"{where}, {theirs}", _("“%(value)s” is no number for this.") % {
                "value": str(given)[:40]})  # fmt: skip
        elif kind == "numeric" or value:
            found[ours] = value
    return found


def _expression(asked: Asked, item: Data, one: Mapping[str, Any], where: str, known: set[str]) -> Data:
    """`{age} >= 18` is a limit of the answer itself; what compares answers with each other has no limit here."""
    try:
        tree = _here(parse(str(one.get("expression", "")), "{"), asked.name)
    except Wrong as wrong:
        asked.found.refuse(f"{where}, expression", str(wrong))
        return item
    limits, is_all = limits_in(tree, item["kind"], whole=item.get("step") == 1)
    if not is_all or not limits.keys() <= known:
        words = _("Only limits such as “{%(name)s} >= 1” are known here; what else stands there is left out.")
        asked.found.drop(where, words % {"name": asked.name[:40]})
    left_out(asked.found, one, {"type", "expression"}, where)
    return tightened(item, {name: value for name, value in limits.items() if name in known})


def _here(node: Node, name: str) -> Node:
    """The formula with the question's own name as the answer itself."""
    if node.kind == "ref" and str(node.value) in {name, f"row.{name}"}:
        return Node("here")
    return Node(node.kind, node.value, tuple(_here(part, name) for part in node.parts))


def _short_enough(asked: Asked, item: Data) -> Data:
    """Texts have a length of their own here, that no survey can make longer."""
    longest, most = LONGEST.get(item["kind"]), item.get("max_length")
    if longest is None or most is None or most <= longest:
        return item
    words = _("A text is at most %(most)s characters long here.")
    asked.found.drop(asked.where, words % {"most": longest})
    return {name: value for name, value in item.items() if name != "max_length"}
