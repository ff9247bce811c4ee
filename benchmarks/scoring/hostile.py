"""Definitions that somebody made to hurt: refused in words, and how long it takes until they are."""

import json
import time
from collections.abc import Callable
from typing import Any

from opencoach.questionnaires.checks import check
from opencoach.questionnaires.definition import Invalid, read
from opencoach.questionnaires.definition.limits import MOST_BYTES

MOST_MS = 1000.0


def pages(items: list[dict[str, Any]], **more: Any) -> str:
    return json.dumps({"title": "T", "pages": [{"id": "p", "items": items}], **more})


def after(field: str, value: Any = None) -> dict[str, Any]:
    row = (
        {"field": field, "operator": "answered"}
        if value is None
        else {"field": field, "operator": "is", "value": value}
    )
    return {"all": [row]}


def chain() -> str:
    """A thousand questions, each shown by the one before, and two hundred values in a circle."""
    items = [
        {"kind": "text", "id": f"i{n}", "label": "?", **({"visible": after(f"i{n - 1}")} if n else {})}
        for n in range(1000)
    ]
    computed = [{"id": f"c{n}", "expression": f"c{(n + 1) % 200}"} for n in range(200)]
    return pages(items, computed=computed)


def computed(expression: str) -> str:
    return pages([{"kind": "number", "id": "a", "label": "A"}], computed=[{"id": "c", "expression": expression}])


def everywhere() -> str:
    """As many expressions as there may be, each as long as it may be."""
    expressions = [{"id": f"c{n}", "expression": "+".join(["a"] * 199 + [str(n)])} for n in range(200)]
    return pages([{"kind": "number", "id": "a", "label": "A"}], computed=expressions)


def wide() -> str:
    """As many conditions as fit in a megabyte."""
    row = {"field": "a", "operator": "is", "value": 1}
    items = [
        {"kind": "number", "id": "a"},
        *({"kind": "text", "id": f"i{n}", "visible": {"any": [row] * 50}} for n in range(370)),
    ]
    return pages(items)


HOSTILE: dict[str, Callable[[], str | bytes]] = {
    "a megabyte of text in one answer's label": lambda: pages([{"kind": "text", "id": "a", "label": "x" * 999_000}]),
    "more than a megabyte": lambda: b" " * (MOST_BYTES + 1),
    "900,000 brackets": lambda: b"{" * 900_000,
    "lists 500 deep": lambda: '{"title":' + "[" * 500 + "]" * 500 + "}",
    "lists 100,000 deep": lambda: '{"title":' + "[" * 100_000 + "]" * 100_000 + "}",
    "20,000 questions": lambda: pages([{"kind": "text", "id": f"i{n}"} for n in range(20_000)]),
    "20,000 questions of no kind": lambda: pages([{"kind": "smell", "id": f"i{n}"} for n in range(20_000)]),
    "9**9**9": lambda: computed("9**9**9"),
    "brackets 900 deep in an expression": lambda: computed("(" * 900 + "1" + ")" * 900),
    "1,900 minus signs": lambda: computed("-" * 1900 + "1"),
    "1,000 questions in a chain, values in a circle": chain,
    "200 expressions of 399 parts": everywhere,
    "18,500 conditions": wide,
}


def slowest() -> list[str]:
    """Try all; print; gives what misses its target. Raises AssertionError where something hostile passes unnoticed."""
    missed = []
    print("\nhostile definitions, read and checked, time of the processor")
    for name, make in HOSTILE.items():
        raw = make()
        began = time.process_time()
        try:
            found = check(read(raw))
        except Invalid as refused:
            found = refused.problems
        ms = (time.process_time() - began) * 1000
        words = str(found[0]) if found else "taken: it is only large"
        print(f"{name:<48} {ms:7.1f} ms   {words[:70]}")
        if ms > MOST_MS:
            missed.append(f"MISSED  {name}: {ms:.0f} ms; at most {MOST_MS:g}")
    return missed
