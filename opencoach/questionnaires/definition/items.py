"""What a page is made of: questions of every kind, words between them, and totals.

An answer as it is stored, by kind:

    text, long_text       "words"
    number, scale, slider 3, 2.5
    date, time            "2026-11-24", "08:30"
    single                "option", or {"other": "words"}
    multi                 ["option", "option", {"other": "words"}]
    matrix                {"row": "option"}
    ranking               ["best", "second"]
    table                 [{"column": "words"}, …], one per row
    file, audio, video    ["id of an upload", …]
    info, total           none
"""

from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, StringConstraints, model_validator

from opencoach.questionnaires.definition import limits
from opencoach.questionnaires.definition.base import Count, Id, Number, OptionId, Part
from opencoach.questionnaires.definition.rules import Rule
from opencoach.questionnaires.definition.text import Text

Date = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Time = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Known = Literal["name", "first_name", "email", "phone", "today", "language", "zone", "coach", "practice"]
"""What a default may take from the person who fills in: today is theirs, in their zone."""


class Default(Part):
    """What stands there before anybody typed: `{"value": 5}`, or `{"from": "first_name"}`."""

    value: StrictBool | Number | str | list[str] | None = None
    from_: Known | None = Field(None, alias="from")

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.value is None) == (self.from_ is None):
            raise ValueError("Give either a value, or what it is taken from.")
        return self


class Shown(Part):
    """Everything on a page. `id` is stable: answers, rules and scores know the item by it."""

    id: Id
    label: Text = ""
    help: Text | None = None
    visible: Rule | None = Field(None, description="Shown while this is true; always without one.")


class Question(Shown):
    """Everything that is answered."""

    required: StrictBool = False
    default: Default | None = None


class Option(Part):
    """One of the choices. `value` is the number that it counts as; without one it counts as nothing."""

    id: OptionId
    label: Text
    value: Number | None = None
    visible: Rule | None = None


class Row(Part):
    """A row of a matrix; known to rules, expressions and scores as `matrix.row`."""

    id: Id
    label: Text
    visible: Rule | None = None


def _distinct(things: list[str], what: str) -> None:
    seen: set[str] = set()
    for thing in things:
        if thing in seen:
            raise ValueError(f"Two {what} have the id “{thing}”.")
        seen.add(thing)


def _ordered(least: object, most: object) -> None:
    if least is not None and most is not None and least > most:  # type: ignore[operator]  # both of one kind
        raise ValueError(f"The least ({least}) is more than the most ({most}).")


class TextItem(Question):
    """One line. `pattern` names what it must look like."""

    kind: Literal["text"]
    placeholder: Text | None = None
    min_length: Count | None = None
    max_length: Annotated[Count, Field(ge=1, le=1_000)] | None = None
    pattern: Literal["email", "url", "phone"] | None = None

    @model_validator(mode="after")
    def _limits(self) -> Self:
        _ordered(self.min_length, self.max_length)
        return self


class LongText(Question):
    """Several lines."""

    kind: Literal["long_text"]
    placeholder: Text | None = None
    min_length: Count | None = None
    max_length: Annotated[Count, Field(ge=1, le=limits.LONGEST_ANSWER)] | None = None
    rows: Annotated[int, Field(ge=2, le=40, strict=True)] = 4

    @model_validator(mode="after")
    def _limits(self) -> Self:
        _ordered(self.min_length, self.max_length)
        return self


class NumberItem(Question):
    """A number. `step` 1 asks for whole ones; counted from `min`, or from 0."""

    kind: Literal["number"]
    placeholder: Text | None = None
    min: Number | None = None
    max: Number | None = None
    step: Annotated[Number, Field(gt=0)] | None = None
    unit: Text | None = None

    @model_validator(mode="after")
    def _limits(self) -> Self:
        _ordered(self.min, self.max)
        return self


class DateItem(Question):
    """A day."""

    kind: Literal["date"]
    min: Date | None = None
    max: Date | None = None

    @model_validator(mode="after")
    def _limits(self) -> Self:
        _ordered(self.min, self.max)
        return self


class TimeItem(Question):
    """A time of day on the 24-hour clock."""

    kind: Literal["time"]
    min: Time | None = None
    max: Time | None = None

    @model_validator(mode="after")
    def _limits(self) -> Self:
        _ordered(self.min, self.max)
        return self


class _Choice(Question):
    options: list[Option] = Field(min_length=1, max_length=limits.MOST_OPTIONS)

    @model_validator(mode="after")
    def _distinct_options(self) -> Self:
        _distinct([one.id for one in self.options], "options")
        return self


class Single(_Choice):
    """One of several. `other` lets people write their own (its label); `look` is how it is drawn."""

    kind: Literal["single"]
    other: Text | None = None
    look: Literal["list", "dropdown"] = "list"


class Multi(_Choice):
    """Any of several."""

    kind: Literal["multi"]
    other: Text | None = None
    min_count: Count | None = None
    max_count: Annotated[Count, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _limits(self) -> Self:
        _ordered(self.min_count, self.max_count)
        return self


class Scale(Question):
    """A row of points from `min` to `max`, as 1 to 5, with words at some of them: `{"1": "Never", "5": "Always"}`."""

    kind: Literal["scale"]
    min: Annotated[int, Field(ge=-1000, le=1000, strict=True)] = 1
    max: Annotated[int, Field(ge=-1000, le=1000, strict=True)] = 5
    labels: dict[str, Text] = Field(default_factory=dict, max_length=limits.MOST_POINTS)

    @model_validator(mode="after")
    def _points(self) -> Self:
        if self.min >= self.max:
            raise ValueError(f"The scale begins at {self.min} and ends at {self.max}. Its end has to be higher.")
        if self.max - self.min >= limits.MOST_POINTS:
            raise ValueError(f"The scale has more than {limits.MOST_POINTS} points. Take a slider or a number.")
        points = {str(point) for point in range(self.min, self.max + 1)}
        for named in self.labels:
            if named not in points:
                raise ValueError(f"The scale has no point “{named}” to name.")
        return self

    @property
    def points(self) -> range:
        return range(self.min, self.max + 1)


class Slider(Question):
    """A number between `min` and `max`, dragged or typed; no answer until somebody moves it."""

    kind: Literal["slider"]
    min: Number = 0
    max: Number = 100
    step: Annotated[Number, Field(gt=0)] = 1
    low: Text | None = None
    high: Text | None = None
    unit: Text | None = None

    @model_validator(mode="after")
    def _limits(self) -> Self:
        if self.min >= self.max:
            raise ValueError(f"The slider begins at {self.min:g} and ends at {self.max:g}. Its end has to be higher.")
        if (self.max - self.min) / self.step > 100_000:
            raise ValueError("The slider has more than 100,000 steps.")
        return self


class Matrix(Question):
    """Rows that are each answered by one of the same options. Required: every row that is shown."""

    kind: Literal["matrix"]
    rows: list[Row] = Field(min_length=1, max_length=limits.MOST_ROWS)
    options: list[Option] = Field(min_length=1, max_length=limits.MOST_POINTS)

    @model_validator(mode="after")
    def _distinct_ids(self) -> Self:
        _distinct([one.id for one in self.rows], "rows")
        _distinct([one.id for one in self.options], "options")
        return self


class Ranking(_Choice):
    """Options put in order, the best first; all that are shown, or the best `count`."""

    kind: Literal["ranking"]
    count: Annotated[Count, Field(ge=1)] | None = None


class Files(Question):
    """One or several files. `types` as in `image/*`, `application/pdf`; all without any."""

    kind: Literal["file"]
    types: list[Annotated[str, StringConstraints(pattern=r"^[a-z]+/(\*|[a-z0-9.+-]+)$", max_length=100)]] = Field(
        default_factory=list, max_length=40
    )
    max_count: Annotated[Count, Field(ge=1, le=limits.MOST_FILES)] = 1
    max_bytes: Annotated[Count, Field(ge=1, le=limits.MOST_FILE_BYTES)] | None = None


class _Recording(Question):
    max_seconds: Annotated[Count, Field(ge=1, le=14_400)] | None = None
    max_bytes: Annotated[Count, Field(ge=1, le=limits.MOST_FILE_BYTES)] | None = None


class Audio(_Recording):
    """Spoken: recorded here, or a file."""

    kind: Literal["audio"]


class Video(_Recording):
    """Filmed: recorded here, or a file."""

    kind: Literal["video"]


class Info(Shown):
    """Words between questions, in Markdown."""

    kind: Literal["info"]
    body: Text


class Total(Shown):
    """A computed value, shown where it stands, and kept up to date while somebody answers."""

    kind: Literal["total"]
    of: Id


class _Column(Part):
    id: Id
    label: Text
    required: StrictBool = False


class TextColumn(_Column):
    kind: Literal["text"]
    max_length: Annotated[Count, Field(ge=1, le=10_000)] | None = None


class NumberColumn(_Column):
    kind: Literal["number"]
    min: Number | None = None
    max: Number | None = None
    step: Annotated[Number, Field(gt=0)] | None = None
    unit: Text | None = None

    @model_validator(mode="after")
    def _limits(self) -> Self:
        _ordered(self.min, self.max)
        return self


class DateColumn(_Column):
    kind: Literal["date"]
    min: Date | None = None
    max: Date | None = None


class TimeColumn(_Column):
    kind: Literal["time"]
    min: Time | None = None
    max: Time | None = None


class SingleColumn(_Column):
    kind: Literal["single"]
    options: list[Option] = Field(min_length=1, max_length=limits.MOST_POINTS)

    @model_validator(mode="after")
    def _distinct_options(self) -> Self:
        _distinct([one.id for one in self.options], "options")
        return self


Column = Annotated[TextColumn | NumberColumn | DateColumn | TimeColumn | SingleColumn, Field(discriminator="kind")]


class Table(Question):
    """Rows that people add as they need them. A column is known as `table.column`: the list of its answers."""

    kind: Literal["table"]
    columns: list[Column] = Field(min_length=1, max_length=limits.MOST_COLUMNS)
    min_rows: Annotated[Count, Field(le=limits.MOST_ROWS)] = 0
    max_rows: Annotated[Count, Field(ge=1, le=limits.MOST_ROWS)] = 20
    add_label: Text | None = None

    @model_validator(mode="after")
    def _rows(self) -> Self:
        _ordered(self.min_rows, self.max_rows)
        _distinct([one.id for one in self.columns], "columns")
        return self


Item = Annotated[
    TextItem | LongText | NumberItem | DateItem | TimeItem | Single | Multi | Scale | Slider | Matrix | Ranking
    | Files | Audio | Video | Table | Info | Total,
    Field(discriminator="kind"),
]  # fmt: skip
"""Anything on a page."""
