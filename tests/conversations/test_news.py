import datetime as dt
import uuid

import orjson

from opencoach.conversations import news
from opencoach.conversations.rows import Head
from opencoach.conversations.store import New, Stored
from opencoach.live import bus

AT = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
BY = (str(uuid.uuid4()), "Ana")


def stored(seq: int, conversation: int = 1, **changes: object) -> Stored:
    new = New(conversation, 7, f"c{seq}", **{"body": b"\x01sealed", "by": BY, **changes})  # type: ignore[arg-type]
    return Stored(new, uuid.uuid4(), seq, AT)


def head(conversation: int, last: int) -> Head:
    return Head(conversation, uuid.uuid4(), last, AT, 1, 1)


def heard(found: dict[str, list[object]]) -> list[news.Heard]:
    travelled = [orjson.loads(payload) for payload in bus.payloads(found)]
    return [one for payload in travelled for one in news.heard(payload.get("said", []))]


def test_a_message_travels_with_its_words_sealed() -> None:
    [one] = heard(news.of({1: head(1, 3)}, [stored(3)]))
    assert one == news.Heard(1, 3, BY[0], "Ana", "c3", "web", AT, b"\x01sealed")


def test_what_is_more_than_words_is_read_by_whoever_follows() -> None:
    for changes in ({"attachments": (1,)}, {"reply_to_seq": 1}, {"by": None}, {"kind": "pin"}, {"body": b"x" * 4_000}):
        batch = [stored(3), stored(4, **changes), stored(1, conversation=2)]
        found = news.of({1: head(1, 4), 2: head(2, 1)}, batch)
        assert found["heads"] == [[1, 4]], changes
        assert [(one.conversation_id, one.seq) for one in heard(found)] == [(2, 1)]


def test_many_go_in_payloads_that_the_database_takes() -> None:
    batch = [stored(seq, body=b"x" * 3_000) for seq in range(1, 40)]
    found = news.of({1: head(1, 39)}, batch)
    assert all(len(payload.encode()) < 8_000 for payload in bus.payloads(found))
    assert [one.seq for one in heard(found)] == list(range(1, 40))
