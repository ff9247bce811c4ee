"""One answer of a question, or one row of a matrix: when it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from opencoach.questionnaires.definition import Definition, Matrix
from opencoach.questionnaires.forms.rules import RuleForm


@dataclass(frozen=True, slots=True)
class Inner:
    """An answer or a row in the form of its question. `key` is "options.yes" or "rows.job"; `when` "" for always."""

    key: str
    label: str
    when: str


def parts_of(item: Any) -> dict[str, Sequence[Any]]:
    """What of a question can have a rule of its own, by the name of its list."""
    found: dict[str, Sequence[Any]] = {"rows": item.rows} if isinstance(item, Matrix) else {}
    return {**found, "options": item.options} if hasattr(item, "options") else found


class PartForm(RuleForm):
    """`key` as in `Inner`; raises KeyError where there is no such part."""

    def __init__(self, definition: Definition, item: Any, key: str, data: Any = None) -> None:
        self.item, self.key = item, key
        self.list, _dot, id_ = key.partition(".")
        known = {one.id: one for one in parts_of(item)[self.list]}
        self.part = known[id_]
        super().__init__(definition, self.part, {item.id}, data, {})
        self.add_rule_fields()

    @property
    def name(self) -> str:
        return self._say(self.part.label)

    @property
    def of(self) -> str:
        return self._say(self.item.label) or str(self.item.id)

    @property
    def is_row(self) -> bool:
        return self.list == "rows"
