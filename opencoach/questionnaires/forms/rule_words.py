"""What a rule names and compares with, in the words of the questionnaire's own language: said, and read. Pure."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencoach.questionnaires.checks import paths
from opencoach.questionnaires.definition import Definition, Matrix, said
from opencoach.questionnaires.definition.rules import SIZES, Condition, Group, Rule
from opencoach.questionnaires.rendering.posted import typed_number
from opencoach.questionnaires.values import OTHER

OPERATORS = [
    ("is", _("is")), ("is_not", _("is not")), ("at_least", _("is at least")), ("at_most", _("is at most")),
    ("more", _("is more than")), ("less", _("is less than")), ("contains", _("contains")),
    ("contains_not", _("does not contain")), ("any_of", _("is one of")), ("none_of", _("is none of")),
    ("answered", _("is answered")), ("missing", _("is not answered")),
]  # fmt: skip
SHAPES = {
    "date": (re.compile(r"\d{4}-\d\d-\d\d"), _("Write the day as 2026-11-24.")),
    "time": (re.compile(r"([01]\d|2[0-3]):[0-5]\d"), _("Write the time as 08:30.")),
}


class Words:
    """What a rule may name, and what it compares with, in the words of the questionnaire's own language."""

    def __init__(self, definition: Definition) -> None:
        self.definition, self.types = definition, paths(definition)
        self.names = dict(self._names())

    def say(self, text: Any) -> str:
        return said(text, self.definition.language, self.definition.language)

    def _names(self) -> Iterator[tuple[str, str]]:
        for item in self.definition.questions:
            name = self.say(item.label)[:60] or item.id
            yield item.id, name
            if isinstance(item, Matrix):
                yield from ((f"{item.id}.{row.id}", f"{name} {self.say(row.label)[:60]}") for row in item.rows)
        for one in self.definition.results:
            yield one.id, self.say(one.label)[:60] or one.id

    def rule(self, rule: Rule | Group | None) -> str:
        """ "Energy is at most 2 and Sleep is answered"; "" for none."""
        if rule is None:
            return ""
        if len(rule.rows) == 1 and isinstance(rule.rows[0], Group):
            return self.rule(rule.rows[0])
        parts = [self._part(row) for row in rule.rows]
        return (_now(" and ") if rule.all is not None else _now(" or ")).join(parts)

    def _part(self, row: Condition | Group) -> str:
        if isinstance(row, Group):
            return f"({self.rule(row)})"
        return f"{self.names.get(row.field, row.field)} {dict(OPERATORS)[row.operator]} {self.value(row)}".strip()

    def value(self, row: Condition) -> str:
        """What a condition compares with, as one types it."""
        values = row.value if isinstance(row.value, list) else [] if row.value is None else [row.value]
        return " / ".join(self.one(row.field, value) for value in values)

    def one(self, key: str, value: Any) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            return f"{value:g}"
        item = self._choice(key)
        known = {option.id: self.say(option.label) for option in getattr(item, "options", ())}
        if getattr(item, "other", None) is not None:
            known.setdefault(OTHER, self.say(item.other))
        return known.get(str(value), "") or str(value)

    def read(self, key: str, operator: str, text: str) -> Any:
        """What was typed, as the answers to that question are. Raises ValidationError."""
        type_ = self.types[key]
        number = typed_number(text)
        is_number = isinstance(number, int | float)
        if type_ in {"choice", "choices"}:
            return number if is_number and operator in SIZES else self._option(key, text, number)
        if type_ == "number":
            if not is_number:
                raise ValidationError(_now("Write a number."))
            return number
        if type_ == "any":
            return text.lower() == "true" if text.lower() in {"true", "false"} else number if is_number else text
        shape, why = SHAPES.get(type_, (None, ""))
        if shape is not None and not shape.fullmatch(text):
            raise ValidationError(str(why))
        return text

    def _choice(self, key: str) -> Any:
        """The question whose answers are options; None for every other."""
        if self.types.get(key) not in {"choice", "choices"}:
            return None
        return self.definition.item(key.partition(".")[0])

    def _option(self, key: str, text: str, number: Any) -> Any:
        """An option by its words or its id; else by the number that it counts as."""
        item = self._choice(key)
        named = [(option.id, self.say(option.label)) for option in item.options]
        if getattr(item, "other", None) is not None:
            named.append((OTHER, self.say(item.other)))
        for id_, label in named:
            if text.casefold() in {label.casefold(), id_.casefold()}:
                return id_
        if any(option.value is not None and option.value == number for option in item.options):
            return number
        words = _now("“%(text)s” is none of its answers: %(answers)s.")
        raise ValidationError(words % {"text": text[:60], "answers": "; ".join(label for _id, label in named[:12])})
