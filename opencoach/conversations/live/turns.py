"""What one person says in one conversation is stored in the order in which they said it.

Plain words go straight to the writer. What has files, or answers another message, needs the database first, in a
thread: what the same person says in the meantime waits for it.
"""

from collections import deque
from collections.abc import Awaitable, Callable

from opencoach.live.hub import hub

Key = tuple[int, int]  # conversation, person
Deed = Callable[[], Awaitable[None] | None]


class Turns:
    """By conversation and person, what waits behind something that is still being prepared."""

    def __init__(self) -> None:
        self.behind: dict[Key, deque[Deed]] = {}

    def do(self, key: Key, deed: Deed) -> None:
        """Now, or after what was said before it. A deed that takes time gives an awaitable."""
        waiting = self.behind.get(key)
        if waiting is not None:
            waiting.append(deed)
            return
        slow = deed()
        if slow is not None:
            self.behind[key] = deque([lambda: slow])
            hub.spawn(self._one_by_one(key))

    async def _one_by_one(self, key: Key) -> None:
        waiting = self.behind[key]
        try:
            while waiting:
                slow = waiting[0]()
                if slow is not None:
                    await slow
                waiting.popleft()
        finally:
            del self.behind[key]
            for deed in list(waiting)[1:]:  # one of them failed: it has been answered, and the others have their turn
                self.do(key, deed)


turns = Turns()
