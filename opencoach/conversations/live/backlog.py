"""What tabs lack is read from the database: for many of them at once, when many of them come at once.

After a restart everybody says hello in the same second. One read for sixteen tabs costs little more than for one.
"""

import asyncio
import logging
from collections import deque
from typing import TYPE_CHECKING

from opencoach.conversations.live import frames
from opencoach.live.hub import hub, in_thread

if TYPE_CHECKING:
    from opencoach.conversations.live.follow import Follower

log = logging.getLogger("opencoach.live")

TOGETHER = 16  # tabs of one read
READERS = 2  # reads at the same time: who says hello needs a thread as well
TRY_AGAIN = 1013  # the close code after which a tab connects once more


class Backlog:
    """Followers that wait to be read for, in the order in which they asked."""

    def __init__(self) -> None:
        self.waiting: deque[Follower] = deque()
        self.readers = 0

    def ask(self, follower: "Follower") -> None:
        """Read for this one, once what is queued towards its tab has gone out."""
        session = follower.session
        if session.queue and not session.closed:
            session.on_room.append(lambda: self.ask(follower))
            return
        self.waiting.append(follower)
        if self.readers < READERS:
            self.readers += 1
            hub.spawn(self._read())

    async def _read(self) -> None:
        try:
            await asyncio.sleep(0)  # whoever asks in the same moment comes along
            while self.waiting:
                count = min(TOGETHER, len(self.waiting))
                await self._read_for([self.waiting.popleft() for _ in range(count)])
        finally:
            self.readers -= 1

    async def _read_for(self, asking: list["Follower"]) -> None:
        wanted: dict[int, int] = {}
        rows = {}
        for one in asking:
            key = one.talk.row.pk
            wanted[key] = min(one.sent, wanted.get(key, one.sent))
            rows[key] = one.talk.row
        try:
            found = await in_thread(frames.read_after, wanted, rows)
        except Exception as error:
            log.warning("live.not_read", extra={"error": type(error).__name__})
            for one in asking:  # it comes again, and says what it has
                one.session.close(TRY_AGAIN)
            return
        for one in asking:
            key = one.talk.row.pk
            one.take(found.get(key, []), whole=len(found.get(key, [])) < frames.PAGE)


backlog = Backlog()
