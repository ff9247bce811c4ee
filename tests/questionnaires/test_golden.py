"""A published version asks, shows and scores the same for ever: `golden/` holds it to what it once was.

Never change a file there: somebody has been asked that questionnaire. A new version of the program that can't keep to
them is wrong. To add one: a folder with `definition.json` and `answers.json`, then see `goldens.py`.
"""

import json
from pathlib import Path

import pytest

from opencoach.questionnaires.definition import digest, read
from opencoach.questionnaires.scoring.specification import specification_hash
from tests.questionnaires.goldens import FOLDERS, made


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_it_asks_shows_and_scores_what_it_once_did(folder: Path) -> None:
    for path, text in made(folder).items():
        assert text == path.read_text("utf-8"), path.name


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_it_keeps_its_hashes(folder: Path) -> None:
    kept = json.loads((folder / "outcome.json").read_text("utf-8"))
    definition = read((folder / "definition.json").read_text("utf-8"))
    assert kept["digest"] == digest(definition)
    assert kept["rules"] == specification_hash(definition)


def test_the_golden_files_have_every_kind_of_question_and_step() -> None:
    definitions = [read((folder / "definition.json").read_text("utf-8")) for folder in FOLDERS]
    kinds = {item.kind for one in definitions for item in one.items}
    steps = {step.kind for one in definitions for score in one.scores for step in score.steps}
    assert len(kinds) == 17
    assert steps == {"linear", "rescale", "norm", "lookup", "round", "clamp"}
