"""Following conversations: each tab gets every message once and in order, whatever happens in between.

A tab subscribes first and reads its backlog afterwards. What is pushed meanwhile only raises the known head; once
the backlog has reached the head the tab is live, and pushes go straight through. A gap, a full queue or lost news
make it read again: the database is the truth, a push is a hint.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from opencoach.conversations.live import frames
from opencoach.conversations.live.talks import Talk
from opencoach.live.hub import hub, in_thread
from opencoach.live.session import Session


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

    def push(self, seq: int, frame: bytes) -> None:
        """A message has been stored."""
        self.head = max(self.head, seq)
        if not self.live:
            return
        if seq == self.sent + 1 and self.session.push(frame):
            self.sent = seq
        elif seq > self.sent:
            self.read_again()

    def heard_of(self, head: int) -> bool:
        """Another process has stored up to `head`; True if this tab lacks something."""
        self.head = max(self.head, head)
        return self.live and self.sent < self.head

    def read_again(self) -> None:
        """Forget what can't be pushed, and read from the database."""
        self.live = False
        if not self.reading and not self.session.closed:
            self.reading = True
            hub.spawn(self._read())

    async def _read(self) -> None:
        try:
            while not self.session.closed:
                await self.session.room()
                found = await in_thread(
                    frames.read_after, {self.talk.row.pk: self.sent}, {self.talk.row.pk: self.talk.row}
                )
                rows = found.get(self.talk.row.pk, [])
                for seq, frame in rows:
                    if not self.session.push(frame):
                        break
                    self.sent = seq
                if len(rows) < frames.PAGE and self.sent >= self.head:
                    break
                if not rows and self.sent < self.head:  # hidden from us, or not committed where we read: wait for news
                    self.head = self.sent
        finally:
            self.reading = False
        if not self.session.closed:
            self.live = True
            if not self.told:
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
