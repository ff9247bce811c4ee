"""What holds for every questionnaire and all answers; and that the browser says the same as the server."""

import copy
import json
import os
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencoach.questionnaires.answers import checked
from opencoach.questionnaires.definition import read, written
from opencoach.questionnaires.program import compiled, evaluate
from tests.questionnaires.invented import Inventor
from tests.questionnaires.vectors import said, vector

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / "tests/questionnaires/vectors/first.json"
SEEDS = st.integers(min_value=0, max_value=2**40)


def invented(seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    inventor = Inventor(seed)
    definition = inventor.definition()
    return definition, inventor.answers(definition)


def test_a_published_version_scores_the_same_for_ever() -> None:
    for one in json.loads(KEPT.read_text("utf-8")):
        assert said(one["definition"], one["answers"]) == one["said"], one["seed"]


@pytest.fixture
def node() -> str:
    found = shutil.which("node")
    assert found, "Node is needed to compare with the browser's half"
    return found


def test_the_browsers_half_says_the_same(node: str, tmp_path: Path, full: bool) -> None:
    count = 10_000 if full else 300
    first = 1_000
    vectors = [vector(seed) for seed in range(first, first + count)]
    results = [value for one in vectors for value in one["said"]["results"].values()]
    assert sum(value is not None for value in results) > count / 2  # not all of it is unknown
    assert sum(len(one["said"]["shown"]) for one in vectors) > count * 2
    (tmp_path / "made.json").write_text(json.dumps(vectors), "utf-8")
    env = {**os.environ, "OPENCOACH_VECTORS": str(tmp_path)}
    done = subprocess.run([node, "frontend/test.mjs"], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert "made.json" in done.stdout


@given(SEEDS)
@settings(deadline=None)
def test_a_hidden_answer_never_counts(seed: int) -> None:
    definition, answers = invented(seed)
    before = said(definition, answers)
    for item in (item for page in definition["pages"] for item in page["items"]):
        if item["id"] not in before["shown"]:
            other = Inventor(seed + 1)
            assert said(definition, {**answers, item["id"]: other.answer(item)}) == before
            assert said(definition, {key: one for key, one in answers.items() if key != item["id"]}) == before


@given(SEEDS)
@settings(deadline=None)
def test_the_order_of_items_never_matters(seed: int) -> None:
    definition, answers = invented(seed)
    turned = copy.deepcopy(definition)
    shuffle = random.Random(seed).shuffle
    shuffle(turned["pages"])
    shuffle(turned["computed"])
    shuffle(turned["scores"])
    for page in turned["pages"]:
        shuffle(page["items"])
    for score in turned["scores"]:
        shuffle(score["parts"])
    assert said(turned, answers) == said(definition, answers)


@given(SEEDS)
@settings(deadline=None)
def test_a_definition_survives_being_written_and_read(seed: int) -> None:
    definition, answers = invented(seed)
    again = written(read(definition))
    assert said(json.loads(json.dumps(again)), answers) == said(definition, answers)


@given(SEEDS, st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["other", "r1", "n", "a"]), inner, max_size=3),
    max_leaves=8,
))  # fmt: skip
@settings(deadline=None)
def test_answers_of_any_shape_are_told_what_is_wrong_and_break_nothing(seed: int, answer: Any) -> None:
    definition, _answers = invented(seed)
    program = compiled(read(definition))
    everything = {item.id: answer for item in program.definition.items}
    result = checked(program, everything)
    assert set(result.answers) <= result.outcome.shown
    assert all(result.errors.values())
    assert evaluate(program, everything).values == result.outcome.values
