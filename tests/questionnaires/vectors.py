"""What the engine says of some answers, as JSON that the twin in the browser is held to."""

import json
from typing import Any

from opencoach.questionnaires.definition import read
from opencoach.questionnaires.numbers import shown
from opencoach.questionnaires.program import compiled, evaluate
from opencoach.questionnaires.values import Choice
from tests.questionnaires.invented import Inventor


def plain(value: Any) -> Any:
    if isinstance(value, Choice):
        return {"choice": value.id, "value": value.value}
    return [plain(one) for one in value] if isinstance(value, list) else value


def said(definition: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    """Whatever comes of these answers."""
    outcome = evaluate(compiled(read(definition)), answers)
    results = {**outcome.computed, **{id_: one.value for id_, one in outcome.scores.items()}}
    return {
        "shown": sorted(outcome.shown),
        "pages": sorted(outcome.pages),
        "hidden": {id_: sorted(gone) for id_, gone in sorted(outcome.hidden.items())},
        "answered": sorted(outcome.answers),
        "results": {id_: plain(value) for id_, value in sorted(results.items())},
        "texts": {
            id_: shown(value, 2)
            for id_, value in sorted(results.items())
            if isinstance(value, int | float) and not isinstance(value, bool)
        },
    }


def vector(seed: int) -> dict[str, Any]:
    inventor = Inventor(seed)
    definition = inventor.definition()
    answers = json.loads(json.dumps(inventor.answers(definition)))
    return {"seed": seed, "definition": definition, "answers": answers, "said": said(definition, answers)}
