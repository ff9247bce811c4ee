"""Whether a definition makes sense, told to its author: names that lead nowhere, circles, what nobody can reach."""

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from django.utils.translation import gettext as _

from opencoach.questionnaires.definition import items as kinds
from opencoach.questionnaires.definition.document import Computed, Definition, Page
from opencoach.questionnaires.definition.items import Info, Item, Total
from opencoach.questionnaires.definition.problems import Problem
from opencoach.questionnaires.definition.rules import SIZES, Condition, Rule
from opencoach.questionnaires.definition.scores import Score
from opencoach.questionnaires.definition.text import said
from opencoach.questionnaires.expressions import Wrong, names, parse
from opencoach.questionnaires.expressions.tree import Node
from opencoach.questionnaires.expressions.types import Type, type_of
from opencoach.questionnaires.program import Cyclic, Thing, compiled, inner, rules_of
from opencoach.questionnaires.values import OTHER

TYPES: dict[str, Type] = {
    "text": "text", "long_text": "text", "number": "number", "scale": "number", "slider": "number", "date": "date",
    "time": "time", "single": "choice", "multi": "choices", "ranking": "choices", "matrix": "choices",
    "table": "list", "file": "list", "audio": "list", "video": "list",
}  # fmt: skip
LONG = 20  # things in a circle that are named


def check(definition: Definition) -> list[Problem]:
    """All that is wrong, in order; what keeps it from being published has the level "error"."""
    types = paths(definition)
    results = {one.id for one in definition.results}
    trees, found = _expressions(definition)
    for page in definition.pages:
        found += [
            *_rules(page, types),
            *(one for item in page.items for one in [*_item(item, results), *_rules(item, types)]),
        ]
    for computed in definition.computed:
        if computed.id in trees:
            found += _computed(computed, trees[computed.id], types)
    for score in definition.scores:
        found += [*_score(score, types), *_rules(score, types)]
    for sink in definition.sinks:
        if sink.source not in types:
            found.append(_problem(_("The sink “%(port)s”") % {"port": sink.port}, "", _nowhere(sink.source)))
    if not any(True for _one in definition.questions):
        found.append(Problem(_("There is no question yet.")))
    if not any(one.level == "error" for one in found):
        found += _circles(definition)
    return [*found, *_unreachable(definition)]


def paths(definition: Definition) -> dict[str, Type]:
    """Everything that a rule, an expression or a score may name, with what kind of value it is."""
    found: dict[str, Type] = {}
    for item in definition.questions:
        found[item.id] = TYPES[item.kind]
        if isinstance(item, kinds.Matrix):
            found |= {f"{item.id}.{row.id}": "choice" for row in item.rows}
        elif isinstance(item, kinds.Table):
            found |= {f"{item.id}.{column.id}": "list" for column in item.columns}
    found |= {score.id: "number" for score in definition.scores}
    return found | {one.id: "any" for one in definition.computed}


def _problem(where: str, item: str, text: str, level: Literal["error", "warning"] = "error") -> Problem:
    return Problem(text, where, item, level)


def _where(thing: Thing) -> str:
    if isinstance(thing, Page):
        return _("Page “%(name)s”") % {"name": said(thing.title, "en")[:60] or thing.id}
    name = said(thing.label, "en")[:60] or thing.id
    if isinstance(thing, Computed):
        return _("Computed value “%(name)s”") % {"name": name}
    if isinstance(thing, Score):
        return _("Score “%(name)s”") % {"name": name}
    return _("Question “%(name)s”") % {"name": name}


def _nowhere(path: str) -> str:
    return _("There is no question, computed value or score “%(path)s”.") % {"path": path}


def _expressions(definition: Definition) -> tuple[dict[str, Node], list[Problem]]:
    trees: dict[str, Node] = {}
    found: list[Problem] = []
    for one in definition.computed:
        try:
            trees[one.id] = parse(one.expression)
        except Wrong as wrong:
            found.append(_problem(_where(one), one.id, wrong.words))
    return trees, found


def _computed(computed: Computed, tree: Node, types: dict[str, Type]) -> Iterator[Problem]:
    unknown = {name.path for name in names(tree)} - types.keys()
    for path in sorted(unknown):
        yield _problem(_where(computed), computed.id, _nowhere(path))
    if not unknown:
        try:
            type_of(tree, types)
        except Wrong as wrong:
            yield _problem(_where(computed), computed.id, wrong.words)


def _item(item: Item, results: set[str]) -> Iterator[Problem]:
    if not said(item.label, "en") and not isinstance(item, Info):
        yield _problem(_where(item), item.id, _("It has no words yet."), "warning")
    if isinstance(item, Total) and item.of not in results:
        yield _problem(_where(item), item.id, _("There is no computed value or score “%(of)s”.") % {"of": item.of})
    other = isinstance(item, kinds.Single | kinds.Multi) and item.other is not None
    if other and any(option.id == OTHER for option in getattr(item, "options", ())):
        yield _problem(_where(item), item.id, _("An option “other” can't stand beside a field for other words."))
    columns = item.columns if isinstance(item, kinds.Table) else []
    if any(option.visible for column in columns for option in getattr(column, "options", ())):
        words = _("In a table every answer is always shown: a condition does nothing there.")
        yield _problem(_where(item), item.id, words, "warning")
    if isinstance(item, kinds.Multi):
        most = len(item.options) + (item.other is not None)
        if item.min_count and item.min_count > most:
            yield _problem(_where(item), item.id, _("It asks for more answers than there are options."))


def _rules(thing: Thing, types: dict[str, Type]) -> Iterator[Problem]:
    id_ = "" if isinstance(thing, Page) else thing.id
    for rule in rules_of(thing):
        for row in rule.conditions:
            if row.field not in types:
                yield _problem(_where(thing), id_, _nowhere(row.field))
            elif words := unfit(row, types[row.field]):
                yield _problem(_where(thing), id_, words)


def unfit(row: Condition, type_: Type) -> str:
    """Why a question whose answers are of that type can't be asked that; "" where it can."""
    name = {"field": row.field, "operator": row.operator}
    if type_ == "list" and row.operator not in {"answered", "missing"}:
        return _("“%(field)s” is a list: a condition can only ask whether it is answered.") % name
    number = isinstance(row.value, int | float) and not isinstance(row.value, bool)
    if row.operator in SIZES and (
        (type_ in {"text", "choices"})
        or (type_ in {"number", "choice"} and not number)
        or (type_ in {"date", "time"} and number)
    ):
        return _("“%(field)s” can't be compared by “%(operator)s” with that.") % name
    if row.operator in {"contains", "contains_not"} and type_ in {"number", "date", "time"}:
        return _("“%(field)s” can't contain anything.") % name
    return ""


def _score(score: Score, types: dict[str, Type]) -> Iterator[Problem]:
    counts = Counter(part.of for part in score.parts if part.when is None)
    for path, count in counts.items():
        if count > 1:
            yield _problem(_where(score), score.id, _twice(path, score))
    for part in score.parts:
        if part.of not in types:
            yield _problem(_where(score), score.id, _nowhere(part.of))
        elif types[part.of] not in {"number", "choice", "any"} and not part.map:
            yield _problem(
                _where(score), score.id, _("“%(path)s” is no number. Map its answers to numbers.") % {"path": part.of}
            )
    if score.missing != "all" and any(part.weight <= 0 for part in score.parts) and score.missing != "zero":
        words = _("With weights of 0 or less nothing can stand for a missing part. Choose “all” or “zero”.")
        yield _problem(_where(score), score.id, words)
    for band, after in zip(score.bands, score.bands[1:], strict=False):
        if band.from_ == after.from_ and band.to == after.to:
            yield _problem(_where(score), score.id, _("Two bands cover the same span."))


def _twice(path: str, score: Score) -> str:
    turned = sum(part.reverse is not None for part in score.parts if part.of == path)
    words = _("“%(path)s” is reversed twice.") if turned > 1 else _("“%(path)s” counts twice.")
    return words % {"path": path}


def _circles(definition: Definition) -> list[Problem]:
    try:
        compiled(definition)
    except Cyclic as circle:
        keys = [key.removeprefix("page ") for key in circle.ids]
        way = " → ".join(keys if len(keys) <= LONG else [*keys[:LONG], "…", keys[0]])
        words = _("These depend on each other in a circle: %(way)s.") % {"way": way}
        return [Problem(words, item=next((key for key in circle.ids if " " not in key), ""))]
    return []


def _unreachable(definition: Definition) -> Iterator[Problem]:
    options = {
        item.id: {one.id for one in item.options}
        for item in definition.items
        if isinstance(item, kinds.Single | kinds.Multi)
    }
    others = {item.id for item in definition.items if getattr(item, "other", None) is not None}
    place = {item.id: number for number, page in enumerate(definition.pages) for item in page.items}
    spans = {
        item.id: (item.min, item.max)
        for item in definition.items
        if isinstance(item, kinds.Scale | kinds.Slider | kinds.NumberItem)
    }
    for number, page in enumerate(definition.pages):
        for thing in [page, *page.items]:
            for rule in [one.visible for one in [thing, *inner(thing)] if one.visible]:
                id_ = "" if isinstance(thing, Page) else thing.id
                if any(place.get(row.field.partition(".")[0], -1) > number for row in rule.conditions):
                    yield _problem(_where(thing), id_, _("It depends on a question of a later page."), "warning")
                if _never(rule, options, others, spans):
                    yield _problem(
                        _where(thing), id_, _("It can never be shown: no answer makes its condition true."), "warning"
                    )


def _never(
    rule: Rule, options: dict[str, set[str]], others: set[str], spans: dict[str, tuple[float | None, float | None]]
) -> bool:
    def dead(row: Condition) -> bool:
        if row.operator in {"is", "contains"} and isinstance(row.value, str) and row.field in options:
            return row.value not in options[row.field] and not (row.field in others and row.value == OTHER)
        low, high = spans.get(row.field, (None, None))
        if not isinstance(row.value, int | float) or isinstance(row.value, bool):
            return False
        under = low is not None and (row.value < low or (row.operator == "less" and row.value == low))
        over = high is not None and (row.value > high or (row.operator == "more" and row.value == high))
        return (under and row.operator in {"is", "less", "at_most"}) or (
            over and row.operator in {"is", "more", "at_least"}
        )

    def gone(row: object) -> bool:
        if isinstance(row, Condition):
            return dead(row)
        return (any if row.all is not None else all)(dead(one) for one in row.rows)  # type: ignore[attr-defined]  # a group

    return _always_false(rule) or (any if rule.all is not None else all)(gone(row) for row in rule.rows)


def _always_false(rule: Rule) -> bool:
    """One question that has to be two things at once."""
    if rule.all is None:
        return False
    wanted: dict[str, set[str]] = {}
    for row in rule.all:
        if isinstance(row, Condition) and row.operator == "is":
            wanted.setdefault(row.field, set()).add(repr(row.value))
    return any(len(values) > 1 for values in wanted.values())
