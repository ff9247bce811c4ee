"""10,000 responses of 120 items beside a numpy matrix that does the same; hostile definitions; a page of 300 questions.
See README.md."""

import random
import sys
import time
from collections.abc import Callable
from typing import Any

import django
import numpy as np
from django.conf import settings

from benchmarks.scoring.hostile import slowest
from benchmarks.scoring.page import page
from opencoach.questionnaires.definition import read
from opencoach.questionnaires.program import compiled, evaluate
from opencoach.questionnaires.scoring.batch import Scorer

RESPONSES, ITEMS, MOST_TIMES, ROUNDS = 10_000, 120, 20.0, 7
NORM = (72.0, 9.5)
REVERSED = [at for at in range(ITEMS) if at // 30 % 2]
FACETS = [[facet + 30 * n for n in range(4)] for facet in range(30)]


def definition() -> dict[str, Any]:
    items = [{"kind": "scale", "id": f"i{at}", "label": str(at), "min": 1, "max": 5} for at in range(ITEMS)]
    facets = [
        {"id": f"f{number}", "label": str(number), "missing": "half", "parts": [
            {"of": f"i{at}", **({"reverse": [1, 5]} if at in REVERSED else {})} for at in facet]}
        for number, facet in enumerate(FACETS)
    ]  # fmt: skip
    norm = {"kind": "norm", "to": "t", "groups": [{"mean": NORM[0], "sd": NORM[1]}]}
    domains = [
        {"id": f"d{n}", "label": str(n), "parts": [{"of": f"f{n + 5 * k}"} for k in range(6)], "steps": [norm]}
        for n in range(5)
    ]
    return {"title": "120 items", "pages": [{"id": "p", "items": items}], "scores": [*facets, *domains]}


def with_numpy(matrix: np.ndarray) -> np.ndarray:
    keyed = matrix.copy()
    keyed[:, REVERSED] = 6 - keyed[:, REVERSED]
    columns = []
    for facet in FACETS:
        part = keyed[:, facet]
        there = (~np.isnan(part)).sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            columns.append(np.where(there * 2 >= 4, np.nansum(part, axis=1) / there * 4, np.nan))
    facets = np.column_stack(columns)
    sums = np.column_stack([facets[:, [n + 5 * k for k in range(6)]].sum(axis=1) for n in range(5)])
    return np.column_stack([facets, 50 + 10 * (sums - NORM[0]) / NORM[1]])


def best(*works: Callable[[], Any]) -> list[tuple[float, Any]]:
    """The least milliseconds that each took, and what it gave; in turns, so that a busy machine is unkind to all."""
    times: list[list[float]] = [[] for _work in works]
    results: list[Any] = [None for _work in works]
    for _round in range(ROUNDS):
        for at, work in enumerate(works):
            began = time.process_time()
            results[at] = work()
            times[at].append(time.process_time() - began)
    return [(min(each) * 1000, result) for each, result in zip(times, results, strict=True)]


def beside_numpy() -> list[str]:
    """Score all, print; gives what misses its target."""
    made = random.Random(7)
    rows = [{f"i{at}": made.randint(1, 5) for at in range(ITEMS)} for _one in range(RESPONSES)]
    for row in rows[::20]:
        del row[f"i{made.randrange(ITEMS)}"]
    matrix = np.array([[row.get(f"i{at}", np.nan) for at in range(ITEMS)] for row in rows], dtype=float)
    program = compiled(read(definition()))
    scorer = Scorer(program.definition)
    (numpy_ms, theirs), (ours_ms, ours) = best(lambda: with_numpy(matrix), lambda: [scorer.score(row) for row in rows])
    began = time.process_time()
    for row in rows[:500]:
        evaluate(program, row)
    whole_ms = (time.process_time() - began) / 500 * 1000
    table = np.array([list(scores.values()) for scores in ours], dtype=float)
    assert list(ours[0]) == [*(f"f{n}" for n in range(30)), *(f"d{n}" for n in range(5))]
    assert np.allclose(table, theirs, atol=1e-9, equal_nan=True)
    times = ours_ms / numpy_ms
    print(f"{RESPONSES:,} responses of {ITEMS} items, 35 scores each; best of {ROUNDS}, time of the processor")
    print(f"numpy, a matrix in memory   {numpy_ms:8.1f} ms")
    print(
        f"ours, answers by id         {ours_ms:8.1f} ms   {times:.1f} times   {ours_ms / RESPONSES * 1000:.0f} µs each"
    )
    print(f"one response with its logic {whole_ms:8.2f} ms   what a submit takes")
    return [f"MISSED  {times:.1f} times numpy; at most {MOST_TIMES:g}"] if times > MOST_TIMES else []


def main() -> int:
    settings.configure()
    django.setup()  # for words
    missed = [*beside_numpy(), *slowest(), *page()]
    print("\n".join(["", *missed]) if missed else "\nEverything is within its target.")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
