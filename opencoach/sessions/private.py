"""Words in a session that only its people read: sealed with a key of their engagement."""

import json
from collections.abc import Mapping, Sequence

from opencoach.lib import sealing
from opencoach.sessions.models import CoachingSession

KEY = "sessions"  # the part of an engagement's keys that is nobody's alone


def _place(session: CoachingSession, column: str) -> str:
    return f"coaching_sessions.session.{column}:{session.public_id}"


def _key(session: CoachingSession) -> str:
    return f"{session.engagement.public_id}.{KEY}"


def seal(session: CoachingSession, column: str, text: str) -> bytes:
    """The sealed words; nothing for no words."""
    return sealing.seal(_key(session), _place(session, column), text.encode()) if text else b""


def unseal(session: CoachingSession, column: str) -> str | None:
    """The words of a column, "" for none, None where their key has been destroyed."""
    content = bytes(getattr(session, column))
    if not content:
        return ""
    try:
        return sealing.unseal(_key(session), _place(session, column), content).decode()
    except sealing.Unreadable:
        return None


def seal_answers(session: CoachingSession, answers: Sequence[tuple[str, str]]) -> bytes:
    """Questions with what was answered, those without an answer left out."""
    given = [[question, answer] for question, answer in answers if answer.strip()]
    return seal(session, "answers", json.dumps(given) if given else "")


def answers(session: CoachingSession) -> Mapping[str, str]:
    """The answers by question; empty where there are none or nobody can read them any more."""
    text = unseal(session, "answers")
    return {str(question): str(answer) for question, answer in json.loads(text)} if text else {}
