"""docs/api/questionnaires.md and the JSON Schema say what the code does."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import TypeAdapter

from opencoach.questionnaires.answers import checked
from opencoach.questionnaires.checks import check
from opencoach.questionnaires.definition import Computed, Item, Rule, Score, Sink, read, written
from opencoach.questionnaires.definition.items import Known
from opencoach.questionnaires.definition.rules import Operator
from opencoach.questionnaires.definition.schema import text
from opencoach.questionnaires.expressions import evaluate, parse
from opencoach.questionnaires.expressions.parse import FUNCTIONS
from opencoach.questionnaires.program import compiled
from opencoach.questionnaires.values import Choice
from tests.questionnaires.invented import Inventor
from tests.questionnaires.making import EVERY_KIND, SHORT
from tests.questionnaires.sf36 import DEFINITION as SF36

API = Path(__file__).parents[2] / "docs" / "api"
PAPER = (API / "questionnaires.md").read_text("utf-8")
SCHEMA: dict[str, Any] = json.loads((API / "questionnaire.schema.json").read_text("utf-8"))
MODELS: dict[str, Any] = {"rule": Rule, "computed": Computed, "score": Score, "sink": Sink}
PARTS = {name: TypeAdapter(model) for name, model in MODELS.items()}
VALUES = {
    "a": 7, "b": 2.5, "word": "Tea", "day": "2026-03-28", "yes": Choice("yes", 1),
    "many": [Choice("x", 1), Choice("y", 2), Choice("z")],
}  # fmt: skip


def blocks(name: str) -> list[Any]:
    found = [json.loads(body) for body in re.findall(rf"```json {name}\n(.*?)```", PAPER, re.DOTALL)]
    assert found, name
    return found


def valid(data: Any) -> bool:
    return jsonschema.Draft202012Validator(SCHEMA).is_valid(data)


def test_the_schema_in_the_docs_is_the_one_that_the_code_makes() -> None:
    made = text()
    assert (API / "questionnaire.schema.json").read_text("utf-8") == made, (
        "python -m opencoach.questionnaires.definition.schema > docs/api/questionnaire.schema.json"
    )
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_block_of_the_paper_is_one_of_these() -> None:
    names = set(re.findall(r"```(.*)\n(?=\S)", PAPER)) - {""}
    assert names == {f"json {one}" for one in ("questionnaire", "answers", *PARTS)}


@pytest.mark.parametrize("data", blocks("questionnaire"), ids=lambda one: json.dumps(one["title"])[:20])
def test_a_questionnaire_of_the_paper_is_read_makes_sense_and_fits_the_schema(data: dict[str, Any]) -> None:
    definition = read(data)
    assert check(definition) == []
    assert valid(data)
    assert valid(written(definition))


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_the_paper_is_read(name: str) -> None:
    for data in blocks(name):
        PARTS[name].validate_python(data)


def test_the_paper_has_every_kind_and_its_answers_fit() -> None:
    [data] = [one for one in blocks("questionnaire") if one["title"] == "Every kind"]
    kinds = [item["kind"] for item in data["pages"][0]["items"]]
    assert sorted(kinds) == sorted(TypeAdapter(Item).json_schema()["discriminator"]["mapping"])
    [answers] = blocks("answers")
    result = checked(compiled(read(data)), answers)
    assert result.errors == {}
    assert result.answers == answers
    assert result.outcome.computed == {"weeks": 4.5}


def test_what_the_paper_says_of_expressions_is_so() -> None:
    [section] = re.findall(r"## Computed values(.*?)## ", PAPER, re.DOTALL)
    rows = re.findall(r"^\| `(.+?)` \| `(.+?)` \|", section, re.MULTILINE)
    assert len(rows) > 15
    for source, worth in rows:
        assert evaluate(parse(source), VALUES) == json.loads(worth), source


@pytest.mark.parametrize("words", [Known.__args__, Operator.__args__, tuple(FUNCTIONS)])  # type: ignore[attr-defined]  # a Literal
def test_no_word_of_the_language_is_left_out(words: tuple[str, ...]) -> None:
    assert [one for one in words if not re.search(rf"\b{one}\b", PAPER)] == []


@pytest.mark.parametrize("data", [EVERY_KIND, SHORT, SF36, *(Inventor(seed).definition() for seed in range(40))])
def test_the_schema_takes_what_is_well_formed(data: dict[str, Any]) -> None:
    assert valid(data)
    assert valid(written(read(data)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "T"},
        {"title": "T", "pages": []},
        {"format": 2, "title": "T", "pages": [{"id": "p"}]},
        {"title": "T", "pages": [{"id": "p", "items": [{"kind": "smell", "id": "s"}]}]},
        {"title": "T", "pages": [{"id": "p", "items": [{"kind": "text", "id": "1s"}]}]},
        {"title": "T", "pages": [{"id": "p", "items": [{"kind": "text", "id": "s", "colour": "red"}]}]},
    ],
)
def test_the_schema_refuses_what_is_not(wrong: dict[str, Any]) -> None:
    assert not valid(wrong)
