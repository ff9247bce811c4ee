"""The whole of a questionnaire."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from opencoach.questionnaires.definition import limits
from opencoach.questionnaires.definition.base import Id, Part
from opencoach.questionnaires.definition.items import Info, Item, Total
from opencoach.questionnaires.definition.rules import Rule
from opencoach.questionnaires.definition.scores import Score
from opencoach.questionnaires.definition.text import Language, Text, Words


class Page(Part):
    """What is seen at once. A page without anything to show is passed over."""

    id: Id
    title: Text | None = None
    description: Text | None = None
    visible: Rule | None = None
    items: list[Item] = Field(default_factory=list, max_length=limits.MOST_ITEMS)


class Computed(Part):
    """A value from others, in the expression language: `mean(sleep, food) * 10`. Shown where a `total` names it."""

    id: Id
    label: Text = ""
    expression: Annotated[str, StringConstraints(min_length=1, max_length=limits.LONGEST_EXPRESSION)]
    decimals: Annotated[int, Field(ge=0, le=9, strict=True)] = 2
    unit: Text | None = None


def _small(value: dict[str, Any]) -> dict[str, Any]:
    if len(repr(value)) > 4_000:
        raise ValueError("The options of a sink are too long.")
    return value


class Sink(Part):
    """Where an answer, a computed value or a score flows when somebody submits: into a port that an app fills."""

    port: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]{0,59}$")]
    source: Id
    options: Annotated[dict[str, Any], AfterValidator(_small)] = Field(default_factory=dict)


class Source(Part):
    """Where it comes from. An instrument can't be published without a licence; the assessments ask for it."""

    name: Words = ""
    authors: Words = ""
    year: Annotated[int, Field(ge=1800, le=2200, strict=True)] | None = None
    licence: Words = ""
    attribution: Words = ""
    url: Annotated[str, StringConstraints(pattern=r"^https?://", max_length=2_000)] | None = None
    population: Text | None = None
    bands: Text | None = None


class Definition(Part):
    """A questionnaire, `"format": 1`.

        {"format": 1, "title": "Before we talk",
         "pages": [{"id": "one", "items": [
             {"kind": "scale", "id": "sleep", "label": "How well did you sleep?", "min": 1, "max": 5},
             {"kind": "long_text", "id": "why", "label": "What kept you awake?",
              "visible": {"all": [{"field": "sleep", "operator": "at_most", "value": 2}]}}]}]}

    Ids of items, computed values and scores are distinct, in the whole questionnaire. `check` says what else is wrong.
    """

    format: Literal[1] = 1
    title: Text
    description: Text | None = None
    language: Language = "en"
    source: Source | None = None
    pages: list[Page] = Field(min_length=1, max_length=limits.MOST_PAGES)
    computed: list[Computed] = Field(default_factory=list, max_length=limits.MOST_COMPUTED)
    scores: list[Score] = Field(default_factory=list, max_length=limits.MOST_SCORES)
    sinks: list[Sink] = Field(default_factory=list, max_length=limits.MOST_SINKS)
    thanks: Text | None = Field(None, description="Said after submitting.")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if sum(len(page.items) for page in self.pages) > limits.MOST_ITEMS:
            raise ValueError(f"More than {limits.MOST_ITEMS} questions.")
        seen: set[str] = set()
        named = [
            *(item.id for item in self.items),
            *(one.id for one in self.computed),
            *(one.id for one in self.scores),
        ]
        for one in named:
            if one in seen:
                raise ValueError(f"The id “{one}” stands twice.")
            seen.add(one)
        pages = [page.id for page in self.pages]
        if len(set(pages)) < len(pages):
            raise ValueError("Two pages have the same id.")
        return self

    @property
    def items(self) -> Iterator[Item]:
        """Everything on all pages, in order."""
        for page in self.pages:
            yield from page.items

    @property
    def questions(self) -> Iterator[Item]:
        """What is answered."""
        for item in self.items:
            if not isinstance(item, Info | Total):
                yield item

    @property
    def results(self) -> list[Computed | Score]:
        """What is worked out from answers: computed values, then scores."""
        return [*self.computed, *self.scores]

    def item(self, id_: str) -> Item:
        """That item. Raises KeyError."""
        for item in self.items:
            if item.id == id_:
                return item
        raise KeyError(id_)
