"""The files of the library at rest, and a coach's words with what they send: sealed, each with its key."""

import json

from opencoach.lib import sealing
from opencoach.library.models import Mailing, MaterialFile, Sending

PART = "library"  # the part of a practice's, or an engagement's, keys that is nobody's alone


def file_key(file: MaterialFile) -> str:
    """The key of a practice's files."""
    return f"{file.practice.public_id}.{PART}"


def file_place(file: MaterialFile, piece: int | str) -> str:
    """What a piece of a file (by its number), or its "thumbnail", is bound to."""
    return f"library.file:{file.public_id}:{piece}"


def seal_note(sending: Sending, text: str) -> bytes:
    """The sealed words; nothing for no words."""
    return sealing.seal(_key(sending), _place(sending), text.encode()) if text else b""


def note(sending: Sending) -> str:
    """The words, "" for none or where their key has been destroyed."""
    content = bytes(sending.note)
    if not content:
        return ""
    try:
        return sealing.unseal(_key(sending), _place(sending), content).decode()
    except sealing.Unreadable:
        return ""


def seal_words(mailing: Mailing, words: dict[str, str]) -> bytes:
    """The words of a letter to several, with the practice's key: they are nobody's alone."""
    return sealing.seal(
        f"{mailing.practice.public_id}.{PART}", f"library.mailing.words:{mailing.public_id}",
        json.dumps(words, ensure_ascii=False).encode(),
    )  # fmt: skip


def words(mailing: Mailing) -> dict[str, str]:
    """Subject and text, {} where their key has been destroyed."""
    try:
        place = f"library.mailing.words:{mailing.public_id}"
        found = sealing.unseal(f"{mailing.practice.public_id}.{PART}", place, bytes(mailing.words))
        return dict(json.loads(found))
    except sealing.Unreadable:
        return {}


def _key(sending: Sending) -> str:
    return f"{sending.engagement.public_id}.{PART}"


def _place(sending: Sending) -> str:
    return f"library.sending.note:{sending.public_id}"
