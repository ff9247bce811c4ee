"""What stands in a draft, question by question, so that two devices can write into it without losing a word. Pure.

A draft holds `{"values": {item: answer}, "at": {item: revision}}`: `at` says with which revision each answer came. A
device tells the revision that it began from and the answers that it changed. What nobody else has changed since is
taken; where somebody has, to something else, both stay until a person chooses.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Draft:
    """The answers, and with which revision each of them came."""

    values: Mapping[str, Any]
    at: Mapping[str, int]

    @classmethod
    def of(cls, content: Mapping[str, Any] | None) -> "Draft":
        """As it was kept. An empty one for nothing, and for what can't be read any more."""
        kept = content or {}
        return cls(values=kept.get("values", {}), at=kept.get("at", {}))

    def content(self) -> dict[str, Any]:
        """To be kept."""
        return {"values": dict(self.values), "at": dict(self.at)} if self.at else {}


@dataclass(frozen=True, slots=True)
class Merged:
    """`draft` is what stands now; `conflicts` are the questions that somebody else answered otherwise meanwhile."""

    draft: Draft
    conflicts: Collection[str]
    changed: bool


def merge(draft: Draft, sent: Mapping[str, Any], items: Collection[str], *, base: int, revision: int) -> Merged:
    """Write the answers to `items` from `sent` (missing there: cleared) into the draft, as revision `revision`.

    `base` is the revision that the sender had before. An answer that equals what stands there is no conflict.
    """
    values, at = dict(draft.values), dict(draft.at)
    conflicts = []
    changed = False
    for item in items:
        new, here = sent.get(item), values.get(item)
        if new == here:
            continue
        if at.get(item, 0) > base:
            conflicts.append(item)
            continue
        changed = True
        at[item] = revision
        if new is None:
            values.pop(item, None)
        else:
            values[item] = new
    return Merged(Draft(values, at), conflicts, changed)
