"""What a coach writes down, at rest: a note is sealed with the key of that coach's part in the engagement, a summary
with one that is nobody's alone (decision 0065)."""

from typing import Any

from opencoach.lib import sealing
from opencoach.notes.models import Summary, Writing

SHARED = "notes"  # the part of an engagement's keys that is nobody's alone


def key_name(row: Any) -> str:
    part = SHARED if isinstance(row, Summary) else row.author.person.public_id
    return f"{row.engagement.public_id}.{part}"


def _place(row: Any) -> str:
    return f"notes.{type(row).__name__.lower()}.words:{row.public_id}"


def seal(row: Writing, text: str) -> bytes:
    """The sealed text; nothing for none. The row knows its engagement, its author and its public id."""
    return sealing.seal(key_name(row), _place(row), text.encode()) if text else b""


def unseal(row: Writing, content: bytes | None = None) -> str | None:
    """The text, "" for none, None where its key has been destroyed. `content`: an earlier state of it."""
    sealed = bytes(row.words if content is None else content)
    if not sealed:
        return ""
    try:
        return sealing.unseal(key_name(row), _place(row), sealed).decode()
    except sealing.Unreadable:
        return None


def shared(summary: Summary | None) -> str:
    """What everybody in the engagement reads of it; "" for nothing yet, or where its key has been destroyed."""
    return (unseal(summary, bytes(summary.shared)) or "") if summary is not None else ""
