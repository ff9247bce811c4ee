"""Scoring as data: what goes into a score, how it is put together, what becomes of the number, what it is called.

    {"id": "energy", "label": "Energy",
     "parts": [{"of": "pep"}, {"of": "tired", "reverse": [1, 6]}, {"of": "worn_out", "map": {"1": 0, "2": 20}}],
     "combine": "mean", "missing": "half",
     "steps": [{"kind": "linear", "multiply": 20, "add": -20}],
     "bands": [{"to": 40, "label": "low"}, {"from": 40, "label": "high"}]}

A part is an item, a row (`matrix.row`), a computed value or another score. Order never matters.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from opencoach.questionnaires.definition import limits
from opencoach.questionnaires.definition.base import Id, Number, Part, Path
from opencoach.questionnaires.definition.rules import Rule
from opencoach.questionnaires.definition.text import Text

Mapped = dict[Annotated[str, StringConstraints(max_length=60)], Number]


class Case(Part):
    """Another map while `when` is true: the first case that is true counts."""

    when: Rule
    map: Mapped = Field(min_length=1, max_length=limits.MOST_OPTIONS)


class ScorePart(Part):
    """One value that goes into a score: first `cases`, else `map` (by number or by option; what is not in it is
    missing), then `reverse` (lo + hi − value), then `weight`. `when` leaves the part out unless it is true."""

    of: Path
    map: Mapped | None = Field(None, min_length=1, max_length=limits.MOST_OPTIONS)
    cases: list[Case] = Field(default_factory=list, max_length=20)
    reverse: tuple[Number, Number] | None = None
    weight: Number = 1
    when: Rule | None = None

    @model_validator(mode="after")
    def _span(self) -> Self:
        if self.reverse is not None and self.reverse[0] >= self.reverse[1]:
            raise ValueError("Reversing goes from the lowest to the highest answer, as [1, 5].")
        return self


class AtLeast(Part):
    """So many parts have to be there; those that are there stand for the rest."""

    at_least: Annotated[int, Field(ge=1, le=limits.MOST_PARTS, strict=True)]


class Linear(Part):
    """value × multiply + add."""

    kind: Literal["linear"]
    multiply: Number = 1
    add: Number = 0


class Rescale(Part):
    """From one span to another: (value − lo) / (hi − lo) × (HI − LO) + LO."""

    kind: Literal["rescale"]
    from_: tuple[Number, Number] = Field(alias="from")
    to: tuple[Number, Number] = (0, 100)

    @model_validator(mode="after")
    def _span(self) -> Self:
        if self.from_[0] >= self.from_[1]:
            raise ValueError("The span goes from the lowest to the highest possible value, as [4, 24].")
        return self


class Group(Part):
    """What a group of people has: its mean and its standard deviation, for those for whom `when` is true."""

    mean: Number
    sd: Annotated[Number, Field(gt=0)]
    when: Rule | None = None
    label: Text | None = None


class Norm(Part):
    """Where the value stands among others: z = (value − mean) / sd, or T = 50 + 10·z. The first group whose rule is
    true counts; without one the score is missing."""

    kind: Literal["norm"]
    to: Literal["z", "t"]
    groups: list[Group] = Field(min_length=1, max_length=100)


class Entry(Part):
    """A span of values, both ends in it, and what it becomes."""

    from_: Number | None = Field(None, alias="from")
    to: Number | None = None
    value: Number


class Lookup(Part):
    """A table: the first entry whose span the value is in; what is in none is missing."""

    kind: Literal["lookup"]
    entries: list[Entry] = Field(min_length=1, max_length=1_000)


class Round(Part):
    """To so many decimals, half away from zero."""

    kind: Literal["round"]
    decimals: Annotated[int, Field(ge=0, le=9, strict=True)] = 0


class Clamp(Part):
    """Not below `min`, not above `max`."""

    kind: Literal["clamp"]
    min: Number | None = None
    max: Number | None = None


Step = Annotated[Linear | Rescale | Norm | Lookup | Round | Clamp, Field(discriminator="kind")]


class Band(Part):
    """What a span of the final value is called: from `from` (in it) to `to` (not in it, except in the last band)."""

    id: Id | None = None
    label: Text
    words: Text | None = None
    from_: Number | None = Field(None, alias="from")
    to: Number | None = None

    @model_validator(mode="after")
    def _span(self) -> Self:
        if self.from_ is not None and self.to is not None and self.from_ > self.to:
            raise ValueError(f"The band begins at {self.from_:g} and ends at {self.to:g}.")
        return self


class Score(Part):
    """One number that comes out.

    `missing` says what happens when parts are missing: `all` (no score unless all are there), `half` (at least half;
    those that are there stand for the rest), `{"at_least": n}`, or `zero` (a missing part counts as nothing, as 0).
    A hidden answer is a missing one.
    """

    id: Id
    label: Text
    help: Text | None = None
    parts: list[ScorePart] = Field(min_length=1, max_length=limits.MOST_PARTS)
    combine: Literal["sum", "mean", "min", "max"] = "sum"
    missing: Literal["all", "half", "zero"] | AtLeast = "all"
    steps: list[Step] = Field(default_factory=list, max_length=20)
    bands: list[Band] = Field(default_factory=list, max_length=50)
    decimals: Annotated[int, Field(ge=0, le=9, strict=True)] = Field(2, description="Shown, not kept.")
