"""Answers and scores at rest: sealed with the key of whoever answers, in the engagement that they belong to."""

import json
from collections.abc import Mapping
from typing import Any

from opencoach.lib import sealing
from opencoach.questionnaires.models import Response

PART = "answers"  # whose key seals what nobody known has answered


def key_name(response: Response) -> str:
    """The key of everything in a response."""
    who = str(response.person.public_id) if response.person is not None else PART
    what = response.engagement if response.engagement is not None else response
    return f"{what.public_id}.{who}"


def seal(response: Response, column: str, content: Mapping[str, Any]) -> bytes:
    """The sealed JSON; nothing for nothing."""
    if not content:
        return b""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return sealing.seal(key_name(response), _place(response, column), text.encode())


def unseal(response: Response, column: str) -> dict[str, Any] | None:
    """What a column holds, {} for nothing, None where its key has been destroyed."""
    content = bytes(getattr(response, column))
    if not content:
        return {}
    try:
        found = json.loads(sealing.unseal(key_name(response), _place(response, column), content))
    except sealing.Unreadable:
        return None
    return dict(found)


def file_place(response: Response, upload: object) -> str:
    """The place that a file is bound to."""
    return f"questionnaires.upload:{response.public_id}:{upload}"


def _place(response: Response, column: str) -> str:
    return f"questionnaires.response.{column}:{response.public_id}"
