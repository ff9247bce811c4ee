"""One tab's place in a conversation: what comes early, late, twice, or after it is over."""

import asyncio
import uuid

import pytest

from opencoach.conversations.live import follow
from opencoach.conversations.live.backlog import backlog
from opencoach.conversations.live.follow import Follower
from opencoach.conversations.live.talks import Talk
from opencoach.conversations.place import Engaged, Place
from opencoach.live.ports import Identity
from opencoach.live.session import QUEUE_FRAMES, Session

PLACE = Place(1, uuid.uuid4(), 1, Engaged(uuid.uuid4()))
TALK = Talk(PLACE, str(PLACE.public_id), True, "key")
WHO = Identity(1, str(uuid.uuid4()), 1, 1, "Ana", "")


async def nothing(batch: list[bytes]) -> None:
    """Nobody writes: what is queued stays there to be looked at."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Follower]:
    """Those for whom the database would be read."""
    found: list[Follower] = []
    monkeypatch.setattr(backlog, "ask", found.append)
    return found


def follower(*, live: bool = True) -> Follower:
    made = Follower(Session(WHO, nothing), TALK, 0)
    made.live = made.told = live
    return made


def frames(*seqs: int) -> list[tuple[int, bytes]]:
    return [(seq, b"%d" % seq) for seq in seqs]


def got(one: Follower) -> list[bytes]:
    return list(one.session.queue)


async def test_what_comes_early_waits_for_what_is_missing(asked: list[Follower]) -> None:
    one = follower()
    for seq in (2, 4, 3, 1):
        one.push(seq, b"%d" % seq)
    assert got(one) == [b"1", b"2", b"3", b"4"]
    assert asked == []
    assert one.waiting is None


async def test_what_comes_twice_goes_out_once(asked: list[Follower]) -> None:
    one = follower()
    for seq in (1, 2, 1, 3, 2):
        one.push(seq, b"%d" % seq)
    assert got(one) == [b"1", b"2", b"3"]


async def test_a_gap_that_stays_is_read(asked: list[Follower], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "PATIENCE", 0.01)
    one = follower()
    one.push(2, b"2")
    async with asyncio.timeout(10):
        while not asked:
            await asyncio.sleep(0)
    one.take(frames(1), whole=True)
    assert got(one) == [b"1", b"2"]
    assert one.live


async def test_what_came_while_it_was_read_for_needs_no_other_read(asked: list[Follower]) -> None:
    one = follower(live=False)
    one.read_again()
    one.push(3, b"3")
    one.push(4, b"4")
    one.take(frames(1, 2, 3), whole=True)
    assert got(one)[:4] == [b"1", b"2", b"3", b"4"]
    assert b'"live"' in got(one)[4]
    assert asked == [one]


async def test_what_found_no_room_is_read(asked: list[Follower]) -> None:
    one = follower()
    for seq in range(2, 2 + 2 * follow.MOST_EARLY):
        one.push(seq, b"x")
    one.push(1, b"x")
    assert len(got(one)) == 1 + follow.MOST_EARLY
    assert asked == [one]
    one.take(frames(*range(1, 2 + 2 * follow.MOST_EARLY)), whole=True)
    assert len(got(one)) == one.sent == 1 + 2 * follow.MOST_EARLY


async def test_a_full_queue_leaves_nothing_out(asked: list[Follower]) -> None:
    one = follower(live=False)
    for _ in range(QUEUE_FRAMES - 1):
        one.session.push(b"of another conversation")
    one.read_again()
    one.take(frames(1, 2), whole=True)
    assert (one.sent, one.live) == (1, False)
    assert asked == [one, one]


async def test_once_access_is_over_nothing_more_goes_out(asked: list[Follower]) -> None:
    one = follower()
    one.push(2, b"2")
    one.end()
    one.push(1, b"1")
    one.take(frames(1, 2), whole=True)
    assert got(one) == []
    assert not one.live
