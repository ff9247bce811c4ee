"""Policies, steps and bands; many at once as one by one; what is said of a score; by which rules it was made."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencoach.questionnaires.definition import read
from opencoach.questionnaires.explain import explained
from opencoach.questionnaires.program import compiled, evaluate
from opencoach.questionnaires.scoring.batch import Scorer
from opencoach.questionnaires.scoring.specification import specification_hash
from tests.questionnaires.invented import Inventor
from tests.questionnaires.sf36 import DEFINITION


def definition(score: dict[str, Any], count: int = 4) -> dict[str, Any]:
    items = [{"kind": "scale", "id": f"i{n}", "label": f"Item {n}", "min": 1, "max": 5} for n in range(1, count + 1)]
    parts = [{"of": f"i{n}"} for n in range(1, count + 1)]
    made = {"id": "s", "label": "S", "parts": parts, **score}
    return {"title": "T", "pages": [{"id": "p", "items": items}], "scores": [made]}


def value(score: dict[str, Any], *answers: int | None) -> float | None:
    given_ = {f"i{n}": one for n, one in enumerate(answers, start=1)}
    return evaluate(compiled(read(definition(score))), given_).scores["s"].value


@pytest.mark.parametrize(
    ("score", "answers", "expected"),
    [
        ({}, (1, 2, 3, 4), 10),
        ({}, (1, 2, 3, None), None),
        ({"missing": "half"}, (1, 2, None, None), 6),
        ({"missing": "half"}, (1, None, None, None), None),
        ({"missing": "zero"}, (1, 2, None, None), 3),
        ({"missing": "zero", "combine": "mean"}, (1, 2, None, None), 0.75),
        ({"missing": {"at_least": 3}}, (1, 2, 3, None), 8),
        ({"missing": {"at_least": 3}}, (1, 2, None, None), None),
        ({"combine": "mean", "missing": "half"}, (1, 2, None, 3), 2),
        ({"combine": "max"}, (1, 2, 5, 3), 5),
        ({"steps": [{"kind": "rescale", "from": [4, 20]}]}, (3, 3, 3, 3), 50),
        ({"steps": [{"kind": "norm", "to": "t", "groups": [{"mean": 8, "sd": 4}]}]}, (3, 3, 3, 3), 60),
        ({"steps": [{"kind": "lookup", "entries": [{"from": 5, "to": 9, "value": 1}]}]}, (3, 3, 3, 3), None),
        ({"steps": [{"kind": "linear", "multiply": 0.125}, {"kind": "round", "decimals": 2}]}, (3, 3, 3, 4), 1.63),
    ],
)
def test_a_score_is_what_its_specification_says(score: Any, answers: Any, expected: float | None) -> None:
    assert value(score, *answers) == expected


SATISFACTION = [(31, 35), (26, 30), (21, 25), (20, 20), (15, 19), (10, 14), (5, 9)]


def test_every_sum_lies_in_its_published_band() -> None:
    bands = [{"from": low, "to": high, "label": f"{low}–{high}"} for low, high in SATISFACTION]
    lift = [{"kind": "linear", "add": 0}]
    for whole in range(5, 36):
        made = definition({"bands": bands, "steps": [{**lift[0], "add": whole - 4}]})
        found = evaluate(compiled(read(made)), {"i1": 1, "i2": 1, "i3": 1, "i4": 1}).scores["s"]
        assert found.value == whole
        assert found.band is not None
        low, high = next(span for span in SATISFACTION if span[0] <= whole <= span[1])
        assert found.band.label == f"{low}–{high}"


@given(st.integers(min_value=0, max_value=2**40))
@settings(deadline=None)
def test_many_at_once_are_scored_as_one_by_one(seed: int) -> None:
    inventor = Inventor(seed)
    made = inventor.definition()
    program = compiled(read(made))
    outcome = evaluate(program, inventor.answers(made))
    without = {path: one for path, one in outcome.values.items() if path not in outcome.scores}
    assert Scorer(program.definition).score(without) == {id_: one.value for id_, one in outcome.scores.items()}


def test_the_sf36_is_scored_the_same_at_once() -> None:
    made = read(DEFINITION)
    answers = {item.id: 1 for item in made.items}
    outcome = evaluate(compiled(made), answers)
    assert Scorer(made).score(answers) == {id_: one.value for id_, one in outcome.scores.items()}


def test_a_score_says_how_it_comes_about() -> None:
    parts = [{"of": "i1"}, {"of": "i3", "reverse": [1, 5]}, {"of": "i4"}]
    made = read(definition({"parts": parts, "combine": "mean", "missing": "half"}))
    assert explained(made.scores[0], made) == [
        "Your score is the mean of questions 1, 3 (reversed) and 4.",
        "At least half have to be answered; they stand for the rest.",
    ]


def test_the_hash_of_the_rules_changes_with_them_and_not_with_the_wording() -> None:
    first = definition({})
    reworded = definition({"label": "Other", "help": "More"})
    assert specification_hash(read(first)) == specification_hash(read(reworded))
    others = [definition({"combine": "mean"}), definition({"missing": "half"}), definition({}, count=3)]
    assert len({specification_hash(read(one)) for one in [first, *others]}) == 4
