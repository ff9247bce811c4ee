"""Summaries stood in packets, one in each; now there is one of a session, and packets send that."""

import json
from typing import Any

from django.db import migrations
from django.utils import timezone

from opencoach.lib import sealing
from opencoach.lib.ids import public_id


def move(apps: Any, schema_editor: Any) -> None:
    """Take the summary out of each packet's words; those of one session become one text."""
    here = schema_editor.connection.alias
    packets = apps.get_model("coaching_sessions", "Packet").objects.using(here).exclude(words=b"")
    related = packets.select_related("session__engagement", "session__coach").order_by("session", "pk")
    found: dict[int, tuple[Any, list[str], Any]] = {}
    for packet in related:
        words = _words(packet)
        if text := words.pop("summary", ""):
            at = getattr(packet, "summed_up_at", None) or timezone.now()
            session, texts, _first = found.setdefault(packet.session_id, (packet.session, [], at))
            if text not in texts:
                texts.append(text)
            packet.words = _sealed(packet, words)
            packet.save(update_fields=["words"])
    for session, texts, at in found.values():
        _keep(apps, here, session, "\n\n".join(texts), at)


def _keep(apps: Any, here: str, session: Any, text: str, at: Any) -> None:
    key = public_id()
    name, place = f"{session.engagement.public_id}.notes", f"notes.summary.words:{key}"
    sealed = sealing.seal(name, place, text.encode())
    summary = apps.get_model("notes", "Summary").objects.using(here).create(
        public_id=key, engagement=session.engagement, author=session.coach, words=sealed, shared=sealed, revision=1,
        shared_revision=1, shared_at=at, created_at=at, changed_at=at,
    )  # fmt: skip
    apps.get_model("coaching_sessions", "SessionSummary").objects.using(here).create(session=session, summary=summary)


def _key(packet: Any) -> tuple[str, str]:
    return f"{packet.session.engagement.public_id}.sessions", f"coaching_sessions.packet.words:{packet.public_id}"


def _words(packet: Any) -> dict[str, str]:
    try:
        return dict(json.loads(sealing.unseal(*_key(packet), bytes(packet.words))))
    except sealing.Unreadable:  # its key has been destroyed
        return {}


def _sealed(packet: Any, words: dict[str, str]) -> bytes:
    return sealing.seal(*_key(packet), json.dumps(words, ensure_ascii=False).encode()) if words else b""


class Migration(migrations.Migration):
    dependencies = [("coaching_sessions", "0012_session_summary")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop, elidable=True)]
