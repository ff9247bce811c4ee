"""When something is shown, as its maker says it: rows of a question, how it compares, and a value; all of them or any.

Rows that belong together are joined the other way: where all have to hold, one of them is enough.
"""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opencoach.lib.words import one_line
from opencoach.people.forms.fields import OneLine
from opencoach.questionnaires.checks import unfit
from opencoach.questionnaires.definition import Definition, said
from opencoach.questionnaires.definition.limits import MOST_CONDITIONS
from opencoach.questionnaires.definition.rules import ALONE, LISTS, Condition, Group, Rule
from opencoach.questionnaires.forms.rule_words import OPERATORS, Words

ROWS = 3  # conditions that the form offers at least; there is always one more than are in use
LONGEST_VALUE = 400
OTHER_WAY = {"all": "any", "any": "all"}


class RuleForm(forms.Form):
    """A form of something that may have a rule. A rule that it can't say stays as it is (`has_rule` is False).
    `without` are the ids of the questions that can't decide about it."""

    def __init__(
        self, definition: Definition, thing: Any, without: set[str], data: Any, initial: dict[str, Any]
    ) -> None:
        self.definition, self.thing = definition, thing
        self._words = Words(definition)
        self._named = {key: name for key, name in self._words.names.items() if key.partition(".")[0] not in without}
        rows = thing.visible.conditions if thing.visible else []
        self._gone = {row.field: f"{row.field} ({_now('is gone')})" for row in rows if row.field not in self._named}
        super().__init__(data, initial=initial | self._rule_initial())
        self.has_rule = bool(self._named or self._gone) and self._is_simple()
        self._rows = range(self._count(data))

    def _say(self, text: Any) -> str:
        return said(text, self.definition.language, self.definition.language)

    def _rule_initial(self) -> dict[str, Any]:
        rule = self.thing.visible
        if rule is None or not self._is_simple():
            return {}
        found: dict[str, Any] = {"join": _join(rule)}
        for at, (row, belongs) in enumerate(_flat(rule)):
            value = self._words.value(row)
            found |= {f"field{at}": row.field, f"operator{at}": row.operator, f"value{at}": value, f"with{at}": belongs}
        return found

    def _is_simple(self) -> bool:
        """Whether the rows of this form can say what the rule says."""
        rows = self.thing.visible.conditions if self.thing.visible else []
        return len(rows) <= MOST_CONDITIONS and all(self._can_say(row) for row in rows)

    def _can_say(self, row: Condition) -> bool:
        several = row.value if isinstance(row.value, list) else []
        fits = len(self._words.value(row)) <= LONGEST_VALUE
        return fits and not any("/" in self._words.one(row.field, value) for value in several)

    def _count(self, data: Any) -> int:
        """How many rows there are: one more than are in use, or as many as were sent."""
        there = len(self.thing.visible.conditions) if self.thing.visible else 0
        sent = [int(name[5:]) + 1 for name in data or () if re.fullmatch(r"field\d{1,2}", name)]
        return min(max(ROWS, there + 1, *sent), MOST_CONDITIONS)

    def add_rule_fields(self) -> None:
        """Put them at the end of the form."""
        if not self.has_rule:
            return
        for at in self._rows:
            self.fields[f"field{at}"] = forms.ChoiceField(label=_("Question"), required=False, choices=self._choices())
            self.fields[f"operator{at}"] = forms.ChoiceField(label=_("How"), required=False, choices=OPERATORS)
            self.fields[f"value{at}"] = OneLine(label=_("Value"), required=False, max_length=LONGEST_VALUE)
            if at:
                self.fields[f"with{at}"] = forms.BooleanField(label=_("It belongs to the row above"), required=False)
        self.fields["join"] = forms.ChoiceField(
            label=_("Shown when"), required=False,
            choices=[("all", _("all of these hold")), ("any", _("any of these holds"))],
        )  # fmt: skip

    def _choices(self) -> list[Any]:
        results = {one.id for one in self.definition.results}
        asked = [one for one in self._named.items() if one[0] not in results]
        worked_out = [one for one in self._named.items() if one[0] in results]
        grouped = [(_("Worked out"), worked_out)] if worked_out else []
        return [("", _("No condition")), *asked, *grouped, *self._gone.items()]

    def rule_rows(self) -> list[tuple[Any, Any, Any, Any]]:
        """The fields of the conditions, for the template; the first has none that says that it belongs to another."""
        if not self.has_rule:
            return []
        return [
            (self[f"field{at}"], self[f"operator{at}"], self[f"value{at}"], self[f"with{at}"] if at else None)
            for at in self._rows
        ]

    def is_of_rule(self, name: str) -> bool:
        """Whether a field is one of a condition."""
        return name == "join" or re.fullmatch(r"(field|operator|value|with)\d+", name) is not None

    @property
    def rule_is_wrong(self) -> bool:
        """Whether a condition wants another look."""
        return any(self.is_of_rule(name) for name in self.errors)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self._units: list[list[dict[str, Any]]] = []
        for at in self._rows if self.has_rule else ():
            if key := given.get(f"field{at}"):
                try:
                    row = self._row(at, key, given.get(f"operator{at}") or "is")
                except ValidationError as error:
                    self.add_error(f"value{at}", error)
                    continue
                if given.get(f"with{at}") and self._units:
                    self._units[-1].append(row)
                else:
                    self._units.append([row])
        return given

    def rule(self) -> dict[str, Any] | None:
        """What the conditions of a valid form say, as a definition has it; None for none."""
        join = self.cleaned_data.get("join") or "all"
        rows = [one[0] if len(one) == 1 else {OTHER_WAY[join]: one} for one in self._units]
        return {join: rows} if rows else None

    def _row(self, at: int, key: str, operator: str) -> dict[str, Any]:
        """One condition. Raises ValidationError where the value is none for that question."""
        row: dict[str, Any] = {"field": key, "operator": operator}
        text = self.cleaned_data.get(f"value{at}", "")
        if (old := self._as_it_was(at, key, operator, text)) is not None:
            return old
        if key in self._gone:
            raise ValidationError(_now("This question can’t decide about it. Choose another one."))
        if operator not in ALONE:
            row["value"] = self._value(key, operator, text)
        if words := unfit(Condition.model_validate(row), self._words.types[key]):
            raise ValidationError(words)
        return row

    def _as_it_was(self, at: int, key: str, operator: str, text: str) -> dict[str, Any] | None:
        """The condition that stood there, where nothing about it was changed: it stays, whatever it says."""
        for old in self.thing.visible.conditions[at : at + 1] if self.thing.visible else []:
            if (old.field, old.operator, one_line(self._words.value(old))) == (key, operator, text):
                dumped: dict[str, Any] = old.model_dump(mode="json", exclude_defaults=True)
                return dumped
        return None

    def _value(self, key: str, operator: str, text: str) -> Any:
        if not text:
            raise ValidationError(_now("Write what it is compared with."))
        if operator not in LISTS:
            return self._words.read(key, operator, text)
        parts = [part for one in text.split("/") if (part := one.strip())]
        if not parts:
            raise ValidationError(_now("Write what it is compared with."))
        return [self._words.read(key, operator, part) for part in parts]


def _join(rule: Rule | Group) -> str:
    return "all" if rule.all is not None else "any"


def _flat(rule: Rule) -> Iterator[tuple[Condition, bool]]:
    """Its conditions, each with whether it belongs to the one before. A group that is joined like the whole is none."""
    for row in rule.rows:
        if isinstance(row, Condition):
            yield row, False
        else:
            yield from ((one, at > 0 and _join(row) != _join(rule)) for at, one in enumerate(row.rows))
