"""The questions of a questionnaire one by one, as a text can ask them. Pure.

A step is a question, or one row of a matrix ("item.row"). What needs the page (files, recordings, tables) is no step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opencoach.questionnaires.definition import Definition
from opencoach.questionnaires.definition import items as kinds
from opencoach.questionnaires.outcomes import Standing

NEEDS_PAGE = (kinds.Table, kinds.Files, kinds.Audio, kinds.Video)


@dataclass(frozen=True, slots=True)
class Step:
    """`info`: words that stand before it."""

    item: Any
    row: Any = None
    info: tuple[Any, ...] = ()

    @property
    def path(self) -> str:
        return f"{self.item.id}.{self.row.id}" if self.row is not None else str(self.item.id)

    @property
    def required(self) -> bool:
        return bool(getattr(self.item, "required", False))

    def answered(self, answers: Mapping[str, Any]) -> Any:
        """What stands there; None for nothing."""
        value = answers.get(self.item.id)
        if self.row is None:
            return None if value in ("", [], {}) else value
        return value.get(self.row.id) if isinstance(value, Mapping) else None

    def with_answer(self, answers: Mapping[str, Any], value: Any) -> Any:
        """The whole answer to its question, with this in it; None takes it away."""
        if self.row is None:
            return value
        before = answers.get(self.item.id)
        kept = {**(before if isinstance(before, Mapping) else {}), self.row.id: value}
        return {key: one for key, one in kept.items() if one is not None} or None


def steps(definition: Definition, standing: Standing) -> list[Step]:
    """Those that are asked, as the answers stand, in order."""
    found: list[Step] = []
    info: list[Any] = []
    for page in definition.pages:
        if not standing.shows_page(page.id):
            continue
        for item in page.items:
            if not standing.shows(item.id) or isinstance(item, (kinds.Total, *NEEDS_PAGE)):
                continue
            if isinstance(item, kinds.Info):
                info.append(item)
                continue
            rows = (
                [row for row in item.rows if standing.shows(f"{item.id}.{row.id}")]
                if isinstance(item, kinds.Matrix)
                else [None]
            )
            for row in rows:
                found.append(Step(item, row, tuple(info)))
                info = []
    return found


def for_the_page(definition: Definition, standing: Standing) -> list[Any]:
    """What is asked and only the page can take."""
    return [
        item for page in definition.pages if standing.shows_page(page.id) for item in page.items
        if standing.shows(item.id) and isinstance(item, NEEDS_PAGE)
    ]  # fmt: skip


def first_open(found: Sequence[Step], answers: Mapping[str, Any]) -> Step | None:
    """The first that nobody has answered."""
    return next((step for step in found if step.answered(answers) is None), None)


def after(found: Sequence[Step], path: str, order: Sequence[str]) -> Step | None:
    """The one that follows, in the order of all that there could be; None at the end."""
    place = order.index(path) if path in order else -1
    return next((step for step in found if order.index(step.path) > place), None)


def before(found: Sequence[Step], path: str, order: Sequence[str]) -> Step | None:
    """The one that stands before it; None at the beginning."""
    place = order.index(path) if path in order else len(order)
    return next((step for step in reversed(found) if order.index(step.path) < place), None)


def order_of(definition: Definition) -> list[str]:
    """The paths of all steps that there could be."""
    return [
        f"{item.id}.{row.id}" if row is not None else item.id
        for page in definition.pages for item in page.items
        if not isinstance(item, (kinds.Total, kinds.Info, *NEEDS_PAGE))
        for row in (item.rows if isinstance(item, kinds.Matrix) else [None])
    ]  # fmt: skip
