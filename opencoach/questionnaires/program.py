"""A definition, made ready to run: what depends on what, in which order, and what becomes of some answers.

Pure, and the same in frontend/src/questionnaires/program.ts.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from opencoach.questionnaires.definition.document import Computed, Definition, Page
from opencoach.questionnaires.definition.items import Info, Item, Matrix, Table, Total
from opencoach.questionnaires.definition.rules import Rule
from opencoach.questionnaires.definition.scores import Score
from opencoach.questionnaires.expressions import evaluate as worth
from opencoach.questionnaires.expressions import names, parse
from opencoach.questionnaires.expressions.tree import Node
from opencoach.questionnaires.logic import holds
from opencoach.questionnaires.scoring.score import Scored, scored
from opencoach.questionnaires.values import Hidden, Value, columns_of, rows_of, value_of

Thing = Page | Item | Computed | Score
NOTHING: Hidden = frozenset()


class Cyclic(ValueError):
    """Things depend on each other in a circle; `ids` are in it."""

    def __init__(self, ids: list[str]) -> None:
        self.ids = ids
        super().__init__(" → ".join(ids))


@dataclass(frozen=True, slots=True)
class Program:
    """What `compiled` gives; keep it for as long as the version is used."""

    definition: Definition
    order: tuple[tuple[str, Thing], ...]  # whatever a thing depends on stands before it
    trees: Mapping[str, Node]  # of computed values, by id
    page_of: Mapping[str, str]
    needs: Mapping[str, set[str]]  # the keys that each key depends on


@dataclass(slots=True)
class Outcome:
    """What is true of some answers. What is hidden is in `answers` no more, and is missing to everything else."""

    values: dict[str, Value] = field(default_factory=dict)  # by path: answers, computed values, scores
    answers: dict[str, Any] = field(default_factory=dict)  # of what is shown
    shown: set[str] = field(default_factory=set)  # ids of items
    pages: set[str] = field(default_factory=set)  # ids of pages that are shown
    hidden: dict[str, Hidden] = field(default_factory=dict)  # options and rows that are not, by item
    computed: dict[str, Value] = field(default_factory=dict)
    scores: dict[str, Scored] = field(default_factory=dict)


def compiled(definition: Definition) -> Program:
    """Ready to run. Raises `expressions.Wrong` and Cyclic for what `checks.check` would have told."""
    trees = {one.id: parse(one.expression) for one in definition.computed}
    page_of = {item.id: page.id for page in definition.pages for item in page.items}
    things: dict[str, Thing] = {f"page {page.id}": page for page in definition.pages}
    things |= {item.id: item for item in definition.items}
    things |= {one.id: one for one in definition.computed} | {one.id: one for one in definition.scores}
    wanted = {key: _needs(thing, trees, page_of) & things.keys() for key, thing in things.items()}
    return Program(definition, tuple((key, things[key]) for key in _ordered(wanted)), trees, page_of, wanted)


def _needs(thing: Thing, trees: Mapping[str, Node], page_of: Mapping[str, str]) -> set[str]:
    """The keys of what it depends on."""
    if isinstance(thing, Computed):
        return {name.path.partition(".")[0] for name in names(trees[thing.id])}
    needs = {row.field.partition(".")[0] for rule in rules_of(thing) for row in rule.conditions}
    if isinstance(thing, Score):
        needs |= {part.of.partition(".")[0] for part in thing.parts}
    elif not isinstance(thing, Page):
        needs.add(f"page {page_of[thing.id]}")
    return needs


def rules_of(thing: Thing) -> Iterator[Rule]:
    """Every rule within it."""
    if isinstance(thing, Score):
        yield from (part.when for part in thing.parts if part.when)
        yield from (case.when for part in thing.parts for case in part.cases)
        yield from (group.when for step in thing.steps for group in getattr(step, "groups", ()) if group.when)
    elif not isinstance(thing, Computed):
        if thing.visible:
            yield thing.visible
        yield from (each.visible for each in inner(thing) if each.visible)


def inner(thing: Thing) -> Iterable[Any]:
    """Options and rows of an item that can be hidden."""
    if isinstance(thing, Page | Table):
        return ()
    rows = thing.rows if isinstance(thing, Matrix) else []
    return [*getattr(thing, "options", ()), *rows]


def _ordered(wanted: Mapping[str, set[str]]) -> list[str]:
    """The keys, each after all that it wants; as they stand where they are free to. Raises Cyclic."""
    left = {key: len(needs) for key, needs in wanted.items()}
    waiting: dict[str, list[str]] = {key: [] for key in wanted}
    for key, needs in wanted.items():
        for need in needs:
            waiting[need].append(key)
    ready = deque(key for key, count in left.items() if not count)
    order: list[str] = []
    while ready:
        key = ready.popleft()
        order.append(key)
        for after in waiting[key]:
            left[after] -= 1
            if not left[after]:
                ready.append(after)
    if len(order) < len(wanted):
        raise Cyclic(_circle(wanted, set(wanted) - set(order)))
    return order


def _circle(wanted: Mapping[str, set[str]], among: set[str]) -> list[str]:
    key, way = min(among), []
    while key not in way:
        way.append(key)
        key = min(wanted[key] & among)
    return [*way[way.index(key) :], key]


def evaluate(program: Program, answers: Mapping[str, Any]) -> Outcome:
    """What is shown, and every value, for raw answers by id. Never raises, whatever the answers are."""
    outcome = Outcome()
    for key, thing in program.order:
        match thing:
            case Computed():
                value = worth(program.trees[key], outcome.values)
                outcome.values[key] = outcome.computed[key] = value
            case Score():
                result = scored(thing, outcome.values)
                outcome.scores[key], outcome.values[key] = result, result.value
            case Page():
                if holds(thing.visible, outcome.values):
                    outcome.pages.add(thing.id)
            case _:
                _item(program, thing, answers, outcome)
    return outcome


def _item(program: Program, item: Item, answers: Mapping[str, Any], outcome: Outcome) -> None:
    if program.page_of[item.id] not in outcome.pages or not holds(item.visible, outcome.values):
        return
    outcome.shown.add(item.id)
    if isinstance(item, Info | Total):
        return
    gone = frozenset(each.id for each in inner(item) if each.visible and not holds(each.visible, outcome.values))
    if gone:
        outcome.hidden[item.id] = gone
    answer = answers.get(item.id)
    if answer is None:
        return
    outcome.answers[item.id] = answer
    outcome.values[item.id] = value_of(item, answer, gone)
    if isinstance(item, Matrix):
        outcome.values.update({f"{item.id}.{row}": one for row, one in rows_of(item, answer, gone).items()})
    elif isinstance(item, Table):
        outcome.values.update({f"{item.id}.{name}": column for name, column in columns_of(item, answer).items()})
