"""Following conversations: each tab gets every message once and in order, whatever happens in between.

A tab subscribes first and reads its backlog afterwards. What is pushed meanwhile only raises the known head; once
the backlog has reached the head the tab is live, and pushes go straight through. A gap, a full queue or lost news
make it read again: the database is the truth, a push is a hint.

What this process stores itself is heard at once, what another one stored a moment before it comes by the bus a little
later. So what comes early is kept, and the database is asked only when all news that were under way have been heard and
the gap is still there: two processes that hold the two sides of a conversation would otherwise read all the time.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from opencoach.conversations.live import frames
from opencoach.conversations.live.backlog import backlog
from opencoach.conversations.live.talks import Talk
from opencoach.live.hub import hub, in_thread
from opencoach.live.session import Session

PATIENCE = 0.1  # seconds after which it is looked whether a gap is one
MOST_EARLY = 64  # messages of one follower


@dataclass(slots=True, eq=False)
class Follower:
    """One tab's place in one conversation. `sent`: the last contiguous sequence that is on its way to the tab."""

    session: Session
    talk: Talk
    sent: int
    head: int = 0
    live: bool = False
    reading: bool = False
    told: bool = False
    early: dict[int, bytes] | None = None  # what came before its turn
    waiting: asyncio.TimerHandle | None = None
    over: bool = False  # followed no more: what is still being read for it goes nowhere

    def push(self, seq: int, frame: bytes) -> None:
        """A message has been stored."""
        self.head = max(self.head, seq)
        if seq <= self.sent or self.over:
            return
        if not self.live or seq > self.sent + 1:
            self._keep(seq, frame)
        elif not self.session.push(frame):
            self.read_again()
        else:
            self.sent = seq
            if self.early is not None:
                self._push_early()

    def _keep(self, seq: int, frame: bytes) -> None:
        """Before its turn: what is being read goes first, or one before it is missing."""
        if self.early is None:
            self.early = {}
        if len(self.early) < MOST_EARLY:
            self.early[seq] = frame
        if self.live:
            self._wait()

    def _wait(self) -> None:
        if self.waiting is None:
            self.waiting = asyncio.get_running_loop().call_later(PATIENCE, lambda: hub.spawn(self._look()))

    async def _look(self) -> None:
        """Whether what is missing has come meanwhile, with all that was under way."""
        if hub.bus is not None:
            await hub.bus.settled()
        self.waiting = None
        if self.early and self.live:
            self.read_again()

    def _push_early(self) -> None:
        """What was kept and has its turn now; once it has gone, what did not fit is read."""
        early = self.early or {}
        while (frame := early.pop(self.sent + 1, None)) is not None:
            if not self.session.push(frame):
                self.read_again()
                return
            self.sent += 1
        if early:
            self._wait()
        else:
            self._let_go()
            if self.sent < self.head:
                self.read_again()

    def _let_go(self) -> None:
        self.early = None
        if self.waiting is not None:
            self.waiting.cancel()
            self.waiting = None

    def end(self) -> None:
        """Not followed any more, or access to it is over: nothing more goes to the tab from here."""
        self.over, self.live = True, False
        self._let_go()

    def heard_of(self, head: int) -> bool:
        """Another process has stored up to `head`; True if this tab lacks something."""
        self.head = max(self.head, head)
        return self.live and self.sent < self.head

    def read_again(self) -> None:
        """Forget what can't be pushed, and read from the database."""
        self.live = False
        if not self.reading and not self.session.closed and not self.over:
            self.reading = True
            backlog.ask(self)

    def take(self, rows: frames.Pairs, *, whole: bool) -> None:
        """What the database has after `sent`, or after an earlier one; `whole`: there was no more than that."""
        self.reading = False
        if self.session.closed or self.over:
            return
        last = rows[-1][0] if rows else 0
        if last > self.sent:
            self.head = max(self.head, last)
        elif whole:  # what we heard of is not there where we read: wait for news
            self.head = self.sent
        for seq, frame in rows:
            if seq > self.sent:
                if not self.session.push(frame):
                    break
                self.sent = seq
        if self.early is not None:
            self.early = {seq: frame for seq, frame in self.early.items() if seq > self.sent} or None
        if not whole or (self.sent < self.head and self.early is None):
            self.read_again()
            return
        self.live = True
        if self.early is not None:
            self._push_early()
        if self.live and not self.told:
            self.told = True
            self.session.say({"type": "live", "conversation": self.talk.key, "head": self.sent})


class Followers:
    """Every follower of this process, by conversation and by session."""

    def __init__(self) -> None:
        self.by_conversation: dict[int, list[Follower]] = defaultdict(list)
        self.by_session: dict[Session, dict[str, Follower]] = defaultdict(dict)

    def add(self, session: Session, talk: Talk, after: int) -> None:
        """Follow from `after` on; following again starts anew from there."""
        self.remove(session, talk.key)
        follower = Follower(session, talk, after)
        self.by_conversation[talk.row.pk].append(follower)
        self.by_session[session][talk.key] = follower
        follower.read_again()

    def remove(self, session: Session, key: str) -> None:
        follower = self.by_session.get(session, {}).pop(key, None)
        if follower is not None:
            self._drop(follower)

    def leave(self, session: Session) -> list[Follower]:
        """The session is over; gives what it followed."""
        left = list(self.by_session.pop(session, {}).values())
        for follower in left:
            self._drop(follower)
        return left

    def _drop(self, follower: Follower) -> None:
        follower.end()
        followers = self.by_conversation.get(follower.talk.row.pk)
        if followers is not None:
            followers.remove(follower)
            if not followers:
                del self.by_conversation[follower.talk.row.pk]

    def of(self, conversation: int) -> list[Follower]:
        return self.by_conversation.get(conversation, [])

    def push(self, conversation: int, seq: int, frame: bytes) -> None:
        for follower in self.of(conversation):
            follower.push(seq, frame)

    async def catch_up(self, heads: Mapping[int, int]) -> None:
        """Conversations moved in another process, or by a page of this one: one read for all of them."""
        wanted: dict[int, int] = {}
        rows = {}
        for key, head in heads.items():
            behind = [one for one in self.of(key) if one.heard_of(head)]
            if behind:
                wanted[key] = min(one.sent for one in behind)
                rows[key] = behind[0].talk.row
        if not wanted:
            return
        found = await in_thread(frames.read_after, wanted, rows)
        for key, pairs in found.items():
            for seq, frame in pairs:
                self.push(key, seq, frame)

    def read_all_again(self) -> None:
        for follower in self.everybody():
            follower.read_again()

    def everybody(self) -> Iterable[Follower]:
        return [one for followers in self.by_conversation.values() for one in followers]


followers = Followers()
