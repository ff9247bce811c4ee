"""What each specialisation brings to a first session: needs to choose from, measures, plans, exercises, and help.

The content is data, one TOML file each, in the client's words. `get("executive")` gives it typed and frozen. Texts
are message ids: show them with `{% translate text %}` or `gettext(text)`.
"""

import tomllib
from functools import cache
from importlib import resources
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

KEYS = ("executive", "life", "career", "financial", "fitness", "health", "relationship", "sexual")
LEVELS = (-2, -1, 0, 1, 2)


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, str_min_length=1)


class Measure(_Data):
    """A quantity to track. `good` is the range to stay in, where neither more nor less is better."""

    name: str
    unit: str
    direction: Literal["up", "down", "range"]
    kind: Literal["behaviour", "outcome"]
    span: tuple[float, float]
    good: tuple[float, float] | None = None
    rhythm: Literal["daily", "weekly", "monthly"]
    how: str

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        low, high = self.span
        if low >= high:
            raise ValueError("a span goes from low to high")
        if (self.direction == "range") != (self.good is not None):
            raise ValueError("a measure with a range says which one is good, and no other does")
        if self.good is not None and not low <= self.good[0] < self.good[1] <= high:
            raise ValueError("the good range lies within the span")
        return self


class Action(_Data):
    """Something to do once or again, and what to do when the moment comes."""

    do: str
    if_then: str


class Habit(_Data):
    name: str
    times: int = Field(ge=1)
    per: Literal["day", "week", "month"]


class Plan(_Data):
    """A starting plan for one goal. `levels` say what −2 … +2 look like, in this order; 0 is the expected outcome."""

    title: str
    why: str
    needs: tuple[str, ...] = Field(min_length=1)  # keys of needs that it answers
    measures: tuple[str, ...] = Field(min_length=1)  # keys of measures that show it
    levels: tuple[str, str, str, str, str]
    strategies: tuple[str, ...] = Field(min_length=2)
    actions: tuple[Action, ...] = Field(min_length=2)
    habit: Habit


class Exercise(_Data):
    title: str
    purpose: str
    minutes: int = Field(ge=3, le=120)


class Hint(_Data):
    """A kind of help outside coaching, and when to think of it. Names and numbers are the practice's to fill in."""

    kind: str
    when: str


class Help(_Data):
    crisis: tuple[Hint, ...] = Field(min_length=1)
    referral: tuple[Hint, ...] = Field(min_length=2)


class Specialisation(_Data):
    """Everything a practice starts with. Needs are grouped: group → key → sentence."""

    key: str
    name: str
    scope: str
    needs: dict[str, dict[str, str]]
    measures: dict[str, Measure]
    plans: dict[str, Plan]
    exercises: dict[str, Exercise]
    help: Help

    @property
    def all_needs(self) -> dict[str, str]:
        """Key → sentence, over all groups, in their order."""
        return {key: text for group in self.needs.values() for key, text in group.items()}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if len(self.all_needs) != sum(len(group) for group in self.needs.values()):
            raise ValueError("a need stands in two groups")
        for plan in self.plans.values():
            if missing := (set(plan.needs) - set(self.all_needs)) | (set(plan.measures) - set(self.measures)):
                raise ValueError(f"a plan names what is not there: {sorted(missing)}")
        return self


@cache
def get(key: str) -> Specialisation:
    """One specialisation. Raises KeyError for a key that is none."""
    if key not in KEYS:
        raise KeyError(key)
    text = resources.files(__name__).joinpath(f"{key}.toml").read_text(encoding="utf-8")
    return Specialisation.model_validate({"key": key, **tomllib.loads(text)})


def every() -> list[Specialisation]:
    """All of them, in the order in which forms offer them."""
    return [get(key) for key in KEYS]
