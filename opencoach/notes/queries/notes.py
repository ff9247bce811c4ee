"""A coach's notes of one engagement. Searching decrypts them; nothing of them is in an index."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from opencoach.lib import markdown
from opencoach.notes import access, ports, private
from opencoach.notes.models import Earlier, Note, Writing
from opencoach.notes.ports import Origin
from opencoach.people.models import Engagement, Membership

HEADING = re.compile(r"^#{1,6} +", re.MULTILINE)
SHOWN = 240  # characters of a note in a list


@dataclass(frozen=True, slots=True)
class Seen:
    """A note in the list: what it is about, and how it begins, or where the words stand that were looked for."""

    note: Note
    origin: Origin | None
    words: str
    is_gone: bool  # its key has been destroyed

    @property
    def at(self) -> dt.datetime:
        return self.origin.at if self.origin else self.note.created_at


def notes_of(membership: Membership, engagement: Engagement, wanted: str = "") -> list[Seen]:
    """Those with something in them, the newest first: by the session that they are about, or since when they are."""
    rows = access.notes_for(membership).filter(engagement=engagement, removed_at=None).exclude(words=b"")
    notes = list(rows.select_related(*access.RELATED))
    origins = ports.origins_of(notes)
    found = []
    for note in notes:
        text = private.unseal(note)
        words = markdown.chat_words(HEADING.sub("", text)) if text else ""
        origin = origins.get(note.pk)
        if not matches(f"{origin.label if origin else ''} {words}", wanted):
            continue
        found.append(Seen(note, origin, excerpt(words, wanted), text is None))
    return sorted(found, key=lambda one: one.at, reverse=True)


def matches(text: str, wanted: str) -> bool:
    """Whether all of the wanted words stand in it, whatever their case."""
    folded = text.casefold()
    return all(word in folded for word in wanted.casefold().split())


def excerpt(words: str, wanted: str) -> str:
    """The stretch around the first of the wanted words; the beginning for none."""
    folded = words.casefold()
    places = [place for word in wanted.casefold().split() if (place := folded.find(word)) >= 0]
    start = max(0, min(places) - 60) if places else 0
    part = words[start : start + SHOWN].strip()
    return f"{'…' if start else ''}{part}{'…' if start + SHOWN < len(words) else ''}"


def earlier_of(row: Writing) -> Sequence[Earlier]:
    """How it read before, the newest first."""
    return list(Earlier.objects.filter(thing=row.public_id).order_by("-at", "-pk")[:200])
