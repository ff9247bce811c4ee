"""Who is in which conversation now: a count of tabs in this process, and what the other processes say of theirs."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

TTL = 120.0  # seconds for which another process's word holds; it says it again every 45


@dataclass(slots=True)
class Guest:
    """Somebody who is in a conversation through another process, by the public ids that tabs know."""

    conversation_key: str
    person_key: str
    until: float


class Presence:
    """By conversation and person. `here`, `left` and `heard` say whether that changed anything for the others."""

    def __init__(self) -> None:
        self.tabs: dict[tuple[int, int], int] = {}
        self.guests: dict[int, dict[int, Guest]] = {}  # by conversation, by person
        self.told: set[tuple[int, int]] = set()  # of whom the others have heard that they are here

    def here(self, conversation: int, person: int) -> bool:
        was = self.is_here(conversation, person)
        self.tabs[conversation, person] = self.tabs.get((conversation, person), 0) + 1
        return not was

    def left(self, conversation: int, person: int) -> bool:
        count = self.tabs.get((conversation, person), 0) - 1
        if count > 0:
            self.tabs[conversation, person] = count
            return False
        self.tabs.pop((conversation, person), None)
        return not self.is_here(conversation, person)

    def heard(self, conversation: int, person: int, guest: Guest) -> bool:
        """Another process's word that somebody is here."""
        known = self.guests.setdefault(conversation, {})
        was = person in known
        known[person] = guest
        return not was and (conversation, person) not in self.tabs

    def gone(self, conversation: int, person: int) -> None:
        """Another process's word that they are not."""
        known = self.guests.get(conversation, {})
        known.pop(person, None)
        if not known:
            self.guests.pop(conversation, None)

    def is_here(self, conversation: int, person: int) -> bool:
        guest = self.guests.get(conversation, {}).get(person)
        return (conversation, person) in self.tabs or (guest is not None and guest.until > time.monotonic())

    def guests_in(self, conversation: int) -> list[tuple[int, Guest]]:
        """Who is here through other processes."""
        now = time.monotonic()
        return [(person, one) for person, one in self.guests.get(conversation, {}).items() if one.until > now]

    def over(self) -> Iterator[tuple[int, int, Guest]]:
        """Those of whom nothing has been heard for long: their process ended without a word. They are forgotten."""
        now = time.monotonic()
        for conversation, known in list(self.guests.items()):
            for person, one in list(known.items()):
                if one.until <= now:
                    self.gone(conversation, person)
                    if (conversation, person) not in self.tabs:
                        yield conversation, person, one


presence = Presence()
