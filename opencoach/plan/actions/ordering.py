"""What stands above what."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from opencoach.people.models import Person
from opencoach.plan.actions import items
from opencoach.plan.models import Item


@transaction.atomic
def put_in_order(rows: Sequence[Item], wanted: Sequence[str], *, actor: Person, verb: str) -> None:
    """These rows in the order of `wanted` (public ids); rows that it doesn't name follow as they stood, and ids of
    no row are left out."""
    if not rows:
        return
    items.locked(rows[0])
    place = {one: number for number, one in enumerate(wanted)}
    present: list[Any] = sorted(rows, key=lambda row: place.get(str(row.public_id), len(place)))
    changed = []
    for number, row in enumerate(present, start=1):
        if row.position != number:
            row.position = number
            changed.append(row)
    if changed:
        type(changed[0])._default_manager.bulk_update(changed, ["position"])
        items.record(verb, present[0], actor)


def moved(rows: Sequence[Item], row: Item, direction: str) -> list[str]:
    """The public ids of `rows` with `row` one place up or down; at the end it stays where it is. Pure."""
    ids = [str(one.public_id) for one in rows]
    here = ids.index(str(row.public_id))
    there = here - 1 if direction == "up" else here + 1
    if 0 <= there < len(ids):
        ids[here], ids[there] = ids[there], ids[here]
    return ids
