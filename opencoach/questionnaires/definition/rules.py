"""When something is shown: rows of field, operator and value, joined by *all* or *any*, one level deep.

    {"all": [
        {"field": "sleep", "operator": "at_most", "value": 2},
        {"any": [{"field": "tried", "operator": "is", "value": "no"},
                 {"field": "tried", "operator": "missing"}]}]}

A row about an answer that is missing (not given, or hidden) is neither true nor false but *unknown*, except `answered`
and `missing`, which always know. `all` is false as soon as one row is false, `any` true as soon as one is true; else
one unknown row makes the whole unknown. What is not true is not shown.
"""

from typing import Literal, Self

from pydantic import Field, StrictBool, model_validator

from opencoach.questionnaires.definition.base import Number, Part, Path
from opencoach.questionnaires.definition.limits import MOST_CONDITIONS

Operator = Literal[
    "is", "is_not", "any_of", "none_of", "contains", "contains_not",
    "less", "at_most", "more", "at_least", "answered", "missing",
]  # fmt: skip
ALONE = {"answered", "missing"}
LISTS = {"any_of", "none_of"}
SIZES = {"less", "at_most", "more", "at_least"}

One = StrictBool | Number | str


class Condition(Part):
    """One row. `value` is an option's id for a choice, a number, a text, a date ("2026-11-24") or a time ("08:30");
    a list of them for `any_of` and `none_of`; nothing for `answered` and `missing`. `contains` asks whether an option
    is among the chosen ones, or a text within a text (capital or not)."""

    field: Path
    operator: Operator
    value: One | list[One] | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.operator in ALONE:
            if self.value is not None:
                raise ValueError(f"“{self.operator}” takes no value.")
        elif self.value is None:
            raise ValueError(f"“{self.operator}” needs a value.")
        elif (self.operator in LISTS) != isinstance(self.value, list):
            raise ValueError(f"“{self.operator}” takes {'a list' if self.operator in LISTS else 'one value'}.")
        elif self.operator in SIZES and isinstance(self.value, bool):
            raise ValueError(f"“{self.operator}” compares with a number, a date or a time.")
        return self


class _Joined(Part):
    @model_validator(mode="after")
    def _one_join(self) -> Self:
        rows_all, rows_any = getattr(self, "all", None), getattr(self, "any", None)
        if (rows_all is None) == (rows_any is None):
            raise ValueError("Join the rows by either “all” or “any”.")
        return self


class Group(_Joined):
    """Rows within a rule."""

    all: list[Condition] | None = Field(None, min_length=1, max_length=MOST_CONDITIONS)
    any: list[Condition] | None = Field(None, min_length=1, max_length=MOST_CONDITIONS)

    @property
    def rows(self) -> list[Condition]:
        return self.all if self.all is not None else self.any or []


class Rule(_Joined):
    """Rows, and groups of rows."""

    all: list[Condition | Group] | None = Field(None, min_length=1, max_length=MOST_CONDITIONS)
    any: list[Condition | Group] | None = Field(None, min_length=1, max_length=MOST_CONDITIONS)

    @property
    def rows(self) -> list[Condition | Group]:
        return self.all if self.all is not None else self.any or []

    @property
    def conditions(self) -> list[Condition]:
        """All of them, those in groups too."""
        found: list[Condition] = []
        for row in self.rows:
            found.extend([row] if isinstance(row, Condition) else row.rows)
        return found
