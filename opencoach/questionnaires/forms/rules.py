"""When something is shown, as its maker says it: up to three conditions, all of them or any."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencoach.people.forms.fields import OneLine
from opencoach.questionnaires.definition import Definition, said
from opencoach.questionnaires.rendering.posted import typed_number

OPERATORS = [
    ("is", _("is")), ("is_not", _("is not")), ("at_least", _("is at least")), ("at_most", _("is at most")),
    ("more", _("is more than")), ("less", _("is less than")), ("contains", _("contains")),
    ("contains_not", _("does not contain")), ("answered", _("is answered")), ("missing", _("is not answered")),
]  # fmt: skip
ROWS = 3  # conditions that the form offers; a definition may have more


class RuleForm(forms.Form):
    """A form of something that may have a rule. A rule that it can't say stays as it is (`has_rule` is False)."""

    def __init__(
        self, definition: Definition, thing: Any, asked: list[Any], data: Any, initial: dict[str, Any]
    ) -> None:
        self.definition, self.thing = definition, thing
        super().__init__(data, initial=initial | self._rule_initial())
        self._asked = [(item.id, self._say(item.label)[:60] or item.id) for item in asked]
        self.has_rule = bool(self._asked) and self._is_simple()

    def _say(self, text: Any) -> str:
        return said(text, self.definition.language, self.definition.language)

    def _rule_initial(self) -> dict[str, Any]:
        rule = self.thing.visible
        if rule is None or not self._is_simple():
            return {}
        found: dict[str, Any] = {"join": "all" if rule.all is not None else "any"}
        for at, row in enumerate(rule.rows):
            found |= {f"field{at}": row.field, f"operator{at}": row.operator, f"value{at}": _written(row.value)}
        return found

    def _is_simple(self) -> bool:
        """Whether the rows of this form can say what the rule says."""
        rule, known = self.thing.visible, dict(OPERATORS)
        return rule is None or (
            len(rule.rows) <= ROWS
            and all(getattr(row, "operator", "") in known and not isinstance(row.value, list) for row in rule.rows)
        )

    def add_rule_fields(self) -> None:
        """Put them at the end of the form."""
        if not self.has_rule:
            return
        for at in range(ROWS):
            self.fields[f"field{at}"] = forms.ChoiceField(
                label=_("Question"), required=False, choices=[("", _("No condition")), *self._asked]
            )
            self.fields[f"operator{at}"] = forms.ChoiceField(label=_("How"), required=False, choices=OPERATORS)
            self.fields[f"value{at}"] = OneLine(label=_("Value"), required=False, max_length=200)
        self.fields["join"] = forms.ChoiceField(
            label=_("Shown when"), required=False,
            choices=[("all", _("all of these hold")), ("any", _("any of these holds"))],
        )  # fmt: skip

    def rule_rows(self) -> list[tuple[Any, Any, Any]]:
        """The fields of the conditions, for the template."""
        if not self.has_rule:
            return []
        return [(self[f"field{at}"], self[f"operator{at}"], self[f"value{at}"]) for at in range(ROWS)]

    def is_of_rule(self, name: str) -> bool:
        """Whether a field is one of a condition."""
        return name == "join" or name.rstrip("012") in {"field", "operator", "value"}

    def rule(self) -> dict[str, Any] | None:
        """What the conditions say, as a definition has it; None for none."""
        rows = []
        for at in range(ROWS):
            if key := self.cleaned_data.get(f"field{at}"):
                operator = self.cleaned_data.get(f"operator{at}") or "is"
                row: dict[str, Any] = {"field": key, "operator": operator}
                if operator not in {"answered", "missing"}:
                    row["value"] = self._value(key, self.cleaned_data.get(f"value{at}", ""))
                rows.append(row)
        return {self.cleaned_data.get("join") or "all": rows} if rows else None

    def _value(self, key: str, text: str) -> Any:
        """What was typed, as the question's answers are: an option by its words, a number, a text."""
        asked = self.definition.item(key)
        for option in getattr(asked, "options", ()):
            if text.casefold() in {self._say(option.label).casefold(), option.id.casefold()}:
                return option.id
        return typed_number(text) if asked.kind in {"number", "scale", "slider"} else text


def _written(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value or "")
