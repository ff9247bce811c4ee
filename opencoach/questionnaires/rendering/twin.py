"""What a page needs of the definition to show, hide and add up while somebody answers, without asking the server.

frontend/src/questionnaires/live.ts reads it. A page on which nothing depends on anything needs nothing.
"""

from collections.abc import Mapping
from typing import Any

from opencoach.questionnaires.definition import Definition, Item, Page, Total, written
from opencoach.questionnaires.program import Program, inner
from opencoach.questionnaires.spoken import Say

MOST = 200  # pages that are kept
OF_ITEM = ("id", "kind", "visible")
OF_INNER = ("id", "value", "visible")
_kept: dict[tuple[int, str], tuple[Definition, dict[str, Any] | None]] = {}


def lean(program: Program, page: Page, answers: Mapping[str, Any], say: Say) -> dict[str, Any] | None:
    """`{"page", "definition", "answers", "totals"}`: what decides about the page, the answers to questions of other
    pages that do, and how each total is shown. None where nothing on the page depends on an answer."""
    key = (id(program.definition), page.id)
    found = _kept.get(key)
    if found is None or found[0] is not program.definition:
        if len(_kept) >= MOST:
            _kept.clear()
        found = _kept[key] = (program.definition, _logic(program, page))
    if found[1] is None:
        return None
    own = {item.id for item in page.items}
    wanted = {item["id"] for each in found[1]["pages"] for item in each["items"]} - own
    totals = {item.of for item in page.items if isinstance(item, Total)}
    return {
        "page": page.id,
        "definition": found[1],
        "answers": {item: answers[item] for item in wanted & answers.keys()},
        "totals": _totals(program.definition, totals, say),
    }


def whole(program: Program, say: Say) -> dict[str, Any] | None:
    """The same where all pages stand below each other: `"page"` is "" then. None where nothing depends on anything."""
    definition = program.definition
    if not any(page.visible for page in definition.pages) and not any(_moves(item) for item in definition.items):
        return None
    data = written(definition)
    totals = {item.of for item in definition.items if isinstance(item, Total)}
    return {
        "page": "",
        "definition": {
            "pages": [
                {**_some(page, ("id", "visible")), "items": [_item(item) for item in page.get("items", [])]}
                for page in data["pages"]
            ],
            **{name: data.get(name, []) for name in ("computed", "scores")},
        },
        "answers": {},
        "totals": _totals(definition, totals, say),
    }


def _totals(definition: Definition, wanted: set[str], say: Say) -> dict[str, dict[str, Any]]:
    return {
        one.id: {"decimals": one.decimals, "unit": say(getattr(one, "unit", None))}
        for one in definition.results
        if one.id in wanted
    }


def _logic(program: Program, page: Page) -> dict[str, Any] | None:
    moving = [item for item in page.items if _moves(item)]
    if not moving:
        return None
    starts = [
        f"page {page.id}",
        *(item.id for item in moving),
        *(item.of for item in moving if isinstance(item, Total)),
    ]
    wanted = _closure(program, starts)
    whole = written(program.definition)
    pages = []
    for one in whole["pages"]:
        if f"page {one['id']}" in wanted:
            items = [_item(item) for item in one.get("items", []) if item["id"] in wanted]
            pages.append({**_some(one, ("id", "visible")), "items": items})
    return {"pages": pages} | {
        name: [one for one in whole.get(name, []) if one["id"] in wanted] for name in ("computed", "scores")
    }


def _moves(item: Item) -> bool:
    return bool(isinstance(item, Total) or item.visible or any(one.visible for one in inner(item)))


def _closure(program: Program, keys: list[str]) -> set[str]:
    """These, and all that they depend on, however far away."""
    found: set[str] = set()
    left = [key for key in keys if key in program.needs]
    while left:
        key = left.pop()
        if key not in found:
            found.add(key)
            left.extend(program.needs[key])
    return found


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    found = _some(item, OF_ITEM)
    if "other" in item:
        found["other"] = True
    if "options" in item:
        found["options"] = [_some(one, OF_INNER) for one in item["options"]]
    if "columns" in item:
        found["columns"] = [_item(one) for one in item["columns"]]
    if isinstance(item.get("rows"), list):
        found["rows"] = [_some(one, OF_INNER) for one in item["rows"]]
    return found


def _some(thing: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: thing[name] for name in names if name in thing}
