import datetime as dt
import os
import uuid

import orjson
import pytest

from opencoach.conversations import news
from opencoach.conversations.rows import Head
from opencoach.conversations.store import New, Stored
from opencoach.lib import sealing

AT = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)


def stored(seq: int, conversation: int = 1, frame: bytes = b'{"type":"message"}', **changes: object) -> Stored:
    new = New(conversation, 7, f"c{seq}", **{"body": b"\x01sealed", "draw": lambda seq, at: frame, **changes})  # type: ignore[arg-type]
    return Stored(new, uuid.uuid4(), seq, AT, frame=frame if new.draw else None)


def head(conversation: int, last: int) -> Head:
    return Head(conversation, uuid.uuid4(), last, AT, 1, 1)


def said(payloads: list[str]) -> list[news.Said]:
    travelled = [orjson.loads(payload) for payload in payloads]
    return [one for payload in travelled if "said" in payload for one in news.heard(payload["said"])]


def heads(payloads: list[str]) -> list[list[int]]:
    return [one for payload in map(orjson.loads, payloads) for one in payload.get("heads", [])]


def test_messages_travel_as_the_frames_that_their_readers_get() -> None:
    frames = {seq: f'{{"type":"message","seq":{seq},"body":"ž\\n"}}'.encode() for seq in (3, 4)}
    payloads = news.payloads({1: head(1, 4)}, [stored(seq, frame=frame) for seq, frame in frames.items()])
    assert said(payloads) == [(1, 3, frames[3]), (1, 4, frames[4])]
    assert len(payloads) == 1


def test_nobody_who_listens_on_the_database_reads_their_words() -> None:
    [payload] = news.payloads({1: head(1, 3)}, [stored(3, frame=b"I am so afraid of Monday")])
    assert "Monday" not in payload
    packed = orjson.loads(payload)["said"]
    with pytest.raises(sealing.Unreadable):
        list(news.heard(packed[:-8] + "AAAAAAA="))


def test_what_is_more_than_words_is_read_by_whoever_follows() -> None:
    for changes in (
        {"attachments": (1,)},
        {"reply_to_seq": 1},
        {"draw": None},
        {"kind": "pin"},
        {"body": b"x" * 4_000},
    ):
        batch = [stored(3), stored(4, **changes), stored(1, conversation=2)]  # type: ignore[arg-type]
        payloads = news.payloads({1: head(1, 4), 2: head(2, 1)}, batch)
        assert heads(payloads) == [[1, 4]], changes
        assert [(one[0], one[1]) for one in said(payloads)] == [(2, 1)]


def test_many_go_in_payloads_that_the_database_takes() -> None:
    batch = [stored(seq, frame=os.urandom(900)) for seq in range(1, 40)]
    payloads = news.payloads({1: head(1, 39)}, batch)
    assert all(len(payload.encode()) < 8_000 for payload in payloads)
    assert [one[1] for one in said(payloads)] == list(range(1, 40))
    assert heads(payloads) == []


def test_what_fits_into_no_payload_is_read() -> None:
    payloads = news.payloads({1: head(1, 2)}, [stored(1), stored(2, frame=os.urandom(9_000))])
    assert heads(payloads) == [[1, 2]]
    assert [one[1] for one in said(payloads)] == [1]
