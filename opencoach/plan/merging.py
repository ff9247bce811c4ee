"""Two people change the same words at once: what each changed alone is kept, what both changed is told. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Merged:
    """`result` has every change that nobody contradicts; `conflicts` names the places that both changed."""

    result: dict[str, Any]
    conflicts: set[str] = field(default_factory=set)


def merge(base: Mapping[str, Any], present: Mapping[str, Any], changes: Mapping[str, Any]) -> Merged:
    """`changes`, made by somebody who saw `base`, onto `present`. Empty values are as good as none.

    A place that `changes` doesn't name stays as it is now.
    """
    result = dict(present)
    conflicts = set()
    for name, wanted in changes.items():
        was, now = base.get(name) or None, present.get(name) or None
        mine = wanted or None
        if mine in (now, was):
            continue
        if now != was:
            conflicts.add(name)
        elif mine is None:
            result.pop(name, None)
        else:
            result[name] = mine
    return Merged(result, conflicts)


def merge_columns(base: Mapping[str, Any], present: Mapping[str, Any], wanted: Mapping[str, Any]) -> Merged:
    """The same for columns, groups of (column, value), where nothing and empty are different values; a name that
    `base` lacks was as it is now. What one added to a set and another took from it both hold."""
    result, conflicts = dict(present), set()
    for name, mine in wanted.items():
        now = present[name]
        was = base.get(name, now)
        if mine in (now, was):
            continue
        if now != was and all(isinstance(value, frozenset) for _column, value in mine):
            result[name] = tuple(
                (column, (stands - (before - value)) | (value - before))
                for (column, value), (_same, stands), (_too, before) in zip(mine, now, was, strict=True)
            )
        elif now != was:
            conflicts.add(name)
        else:
            result[name] = mine
    return Merged(result, conflicts)
