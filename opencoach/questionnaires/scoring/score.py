"""One score from values."""

from collections.abc import Mapping
from dataclasses import dataclass

from opencoach.questionnaires.definition.scores import AtLeast, Band, Score
from opencoach.questionnaires.numbers import kept, total
from opencoach.questionnaires.scoring.parts import LEFT_OUT, keyed
from opencoach.questionnaires.scoring.steps import band_of, stepped
from opencoach.questionnaires.values import Value


@dataclass(frozen=True, slots=True)
class Scored:
    """A score, and how it came about. `raw` is the number before the steps, `there` of `wanted` parts had a value."""

    value: float | None
    raw: float | None
    band: Band | None
    there: int
    wanted: int


def scored(score: Score, values: Mapping[str, Value]) -> Scored:
    """The score of these values, by path. Never raises: what can't be told is None."""
    given: list[float] = []
    weights: list[float] = []
    every_weight: list[float] = []
    for part in score.parts:
        number = keyed(part, values)
        if number == LEFT_OUT:
            continue
        every_weight.append(part.weight)
        if number is None and score.missing == "zero":
            number = 0
        if isinstance(number, int | float):
            given.append(float(number))
            weights.append(part.weight)
    raw = combined(score, given, weights, every_weight)
    value = stepped(raw, score.steps, values)
    there = (
        len(given)
        if score.missing != "zero"
        else sum(keyed(part, values) not in {None, LEFT_OUT} for part in score.parts)
    )
    return Scored(value, raw, band_of(value, score.bands), there, len(every_weight))


def combined(score: Score, given: list[float], weights: list[float], every: list[float]) -> float | None:
    """The parts as one number. Those that are there stand for the rest, as far as the policy lets them."""
    if not given or not _enough(score, len(given), len(every)):
        return None
    weighted = [number * weight for number, weight in zip(given, weights, strict=True)]
    if score.combine in {"min", "max"}:
        return kept(min(weighted) if score.combine == "min" else max(weighted))
    whole = total(weighted)
    if whole is None or (score.combine == "sum" and len(given) == len(every)):
        return whole
    here, all_ = total(weights), total(every)
    if not here or here <= 0 or all_ is None:
        return None
    return kept(whole / here if score.combine == "mean" else whole / here * all_)


def _enough(score: Score, there: int, wanted: int) -> bool:
    if isinstance(score.missing, AtLeast):
        return there >= min(score.missing.at_least, wanted)
    return there * 2 >= wanted if score.missing == "half" else there == wanted
