"""Who is here now: a count of tabs in this process, and what other processes said in the last minute."""

import time

TTL = 60.0  # seconds for which another process's word holds


class Presence:
    """By person id. `here` and `left` say whether that changed anything for the others."""

    def __init__(self) -> None:
        self.tabs: dict[int, int] = {}
        self.elsewhere: dict[int, float] = {}

    def here(self, person: int) -> bool:
        was = self.is_here(person)
        self.tabs[person] = self.tabs.get(person, 0) + 1
        return not was

    def left(self, person: int) -> bool:
        count = self.tabs.get(person, 0) - 1
        if count > 0:
            self.tabs[person] = count
            return False
        self.tabs.pop(person, None)
        return not self.is_here(person)

    def heard(self, person: int, here: bool) -> None:
        """Another process's word."""
        if here:
            self.elsewhere[person] = time.monotonic() + TTL
        else:
            self.elsewhere.pop(person, None)

    def is_here(self, person: int) -> bool:
        return person in self.tabs or self.elsewhere.get(person, 0.0) > time.monotonic()


presence = Presence()
