"""Frames: JSON objects with a `type`, as bytes. What is not one is refused with a word, not with a disconnect."""

from typing import Any

import orjson

LARGEST = 131_072  # bytes of one frame from a client


class BadFrame(ValueError):
    """Not a frame. Its text says what is wrong with it."""


def read(raw: str | bytes) -> dict[str, Any]:
    """The frame in `raw`. Raises BadFrame: too large, no JSON (NaN and lone surrogates neither), no object, no type."""
    if len(raw) > LARGEST:
        raise BadFrame("the frame is too large")
    try:
        frame = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise BadFrame("the frame is not JSON") from error
    except UnicodeEncodeError as error:
        raise BadFrame("the frame is not Unicode") from error
    if not isinstance(frame, dict):
        raise BadFrame("the frame is not an object")
    if not isinstance(frame.get("type"), str):
        raise BadFrame("the frame has no type")
    return frame


def write(frame: dict[str, Any]) -> bytes:
    """The frame as UTF-8 JSON."""
    return orjson.dumps(frame)


def write_all(found: list[dict[str, Any]]) -> bytes:
    """A list of frames as one JSON text."""
    return orjson.dumps(found)


def split(body: bytes) -> list[bytes]:
    """The frames of a JSON list, each as bytes again; one bad frame for what is no list."""
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return [b"?"]
    return [orjson.dumps(frame) for frame in found[:50]] if isinstance(found, list) else [b"?"]


def several(raw: str) -> list[str | bytes]:
    """The frames of a JSON list, or the one that it is."""
    return list(split(raw.encode("utf-8", "replace"))) if raw.lstrip().startswith("[") else [raw]


def text(frame: dict[str, Any], name: str, *, most: int, default: str | None = None) -> str:
    """A text of the frame. Raises BadFrame for another type, one that is too long, or one with NUL in it."""
    value = frame.get(name, default)
    if not isinstance(value, str):
        raise BadFrame(f"“{name}” is not a text")
    if len(value) > most:
        raise BadFrame(f"“{name}” is longer than {most:,} characters")
    if "\0" in value:
        raise BadFrame(f"“{name}” has a character in it that cannot be kept")
    return value


def number(frame: dict[str, Any], name: str, default: int | None = None) -> int:
    """A whole number from 0 on. Raises BadFrame for anything else."""
    value = frame.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise BadFrame(f"“{name}” is not a whole number")
    return value
