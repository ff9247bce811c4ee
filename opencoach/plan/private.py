"""What people write into a plan, at rest: one sealed piece of JSON per row (docs/decisions/0040)."""

import json
from collections.abc import Mapping
from typing import Any, Protocol

from opencoach.lib import sealing

GROUP = "plan"  # the part of a group engagement's keys that is nobody's alone


class Sealed(Protocol):
    """A row with sealed words: an `Item`, or what was said of one."""

    @property
    def public_id(self) -> Any: ...
    @property
    def engagement(self) -> Any: ...
    @property
    def sealed_for(self) -> Any: ...


def key_name(row: Sealed) -> str:
    """The key of the client's part in the engagement; the group's for what belongs to all of its clients."""
    return f"{row.engagement.public_id}.{row.sealed_for or GROUP}"


def place(row: Sealed, column: str) -> str:
    return f"plan.{type(row).__name__.lower()}.{column}:{row.public_id}"


def seal(row: Sealed, content: Mapping[str, Any] | list[Any], column: str = "words") -> bytes:
    """The sealed content; nothing for nothing. The row needs its engagement, `sealed_for` and public id already."""
    kept = {name: value for name, value in content.items() if value} if isinstance(content, Mapping) else content
    if not kept:
        return b""
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    return sealing.seal(key_name(row), place(row, column), text.encode())


def unseal(row: Sealed, column: str = "words", content: bytes | None = None) -> Any:
    """What was sealed: a dict (or a list); {} for nothing, and None where its key has been destroyed.

    `content`: an earlier state of that column (`Wording.words`) in place of the present one.
    """
    sealed = bytes(getattr(row, column) if content is None else content)
    if not sealed:
        return {}
    try:
        return json.loads(sealing.unseal(key_name(row), place(row, column), sealed))
    except sealing.Unreadable:
        return None


def words(row: Sealed, column: str = "words") -> dict[str, Any]:
    """The words as a dict, {} also where nobody can read them any more: what pages show."""
    found = unseal(row, column)
    return found if isinstance(found, dict) else {}
