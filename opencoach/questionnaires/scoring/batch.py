"""Many responses of one version: the same scores as `score.scored` gives, without looking at every part again.

Where a score is a plain sum or mean of whole numbers that are all there, it is two sums; everything else goes the way
of `scored`.
"""

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

from opencoach.questionnaires.definition.document import Definition
from opencoach.questionnaires.definition.limits import LARGEST
from opencoach.questionnaires.definition.scores import Norm, Score
from opencoach.questionnaires.numbers import kept
from opencoach.questionnaires.program import compiled
from opencoach.questionnaires.scoring.score import scored
from opencoach.questionnaires.scoring.steps import stepped
from opencoach.questionnaires.values import Value

Getter = Callable[[Mapping[str, Any]], tuple[Any, ...]]


class Scorer:
    """Made once per version."""

    def __init__(self, definition: Definition) -> None:
        things = [thing for _key, thing in compiled(definition).order if isinstance(thing, Score)]
        self.scores = [(one.id, one, _plain(one), len(one.parts), one.combine == "mean", _steps(one)) for one in things]

    def score(self, values: Mapping[str, Value]) -> dict[str, float | None]:
        """Every score, by id, of one response's values by path (`Outcome.values`, or the numbers of its items)."""
        known: dict[str, Any] = dict(values)
        found: dict[str, float | None] = {}
        value: float | None
        for id_, score, plain, count, mean, steps in self.scores:
            whole = None
            if plain is not None:
                constant, up, down = plain
                try:
                    whole = constant + sum(up(known)) - sum(down(known))
                except (KeyError, TypeError):  # one is missing, or is no number
                    whole = None
            if whole.__class__ is not int or not -LARGEST <= whole <= LARGEST:
                value = scored(score, known).value
            else:
                value = kept(whole / count) if mean else whole
                if steps is not None:
                    value = steps(value, known)
            known[id_] = found[id_] = value
        return found


def _plain(score: Score) -> tuple[int, Getter, Getter] | None:
    """What the reversed parts add, how to get the parts that count up, and those that count down."""
    if score.combine not in {"sum", "mean"}:
        return None
    up, down, constant = [], [], 0.0
    for part in score.parts:
        if part.map or part.cases or part.when or part.weight != 1:
            return None
        if part.reverse is None:
            up.append(part.of)
        else:
            down.append(part.of)
            constant += sum(part.reverse)
    return (int(constant), _getter(up), _getter(down)) if constant.is_integer() else None


def _getter(paths: list[str]) -> Getter:
    if not paths:
        return lambda _values: ()
    if len(paths) == 1:
        only = itemgetter(paths[0])
        return lambda values: (only(values),)
    return itemgetter(*paths)


def _steps(score: Score) -> Callable[[float | None, Mapping[str, Any]], float | None] | None:
    """What `stepped` would do; a norm that is everybody's without looking it up."""
    if not score.steps:
        return None
    first = score.steps[0]
    if len(score.steps) > 1 or not isinstance(first, Norm) or first.groups[0].when is not None:
        return lambda value, values: stepped(value, score.steps, values)
    mean, sd, as_t = first.groups[0].mean, first.groups[0].sd, first.to == "t"

    def norm(value: float | None, _values: Mapping[str, Any]) -> float | None:
        if value is None:
            return None
        z = (value - mean) / sd
        return kept(50 + 10 * z if as_t else z)

    return norm
