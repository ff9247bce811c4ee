"""The rows of a batch of messages, in as few statements as the database allows: this is what a message costs.

Django's `bulk_create` and `bulk_update` took three quarters of a batch's time, measured by `benchmarks/conversation`.
SQLite gives up the interpreter's lock at every statement, so the number of statements counts there; PostgreSQL
waits for each of them.
"""
# ruff: noqa: S608 (the texts are put together from names of our own tables and columns only)

import base64
import datetime as dt
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, ClassVar, cast

import orjson
from django.db import connection

from opencoach.conversations.models import Conversation, Message, Participant
from opencoach.outbox.models import Delivery
from opencoach.people.models import EngagementClient, EngagementCoach, Event, Membership, Person

AWAY = "away"  # the kind of the mail for somebody who was not there
OR_LEAVE = " ON CONFLICT DO NOTHING"
CHUNKS = (64, 16, 4, 1)  # rows of one statement on SQLite: few sizes, so that each is prepared only once


@dataclass(slots=True)
class Head:
    """A conversation, locked: how far it has got, and whose it is."""

    id: int
    public_id: uuid.UUID
    last_seq: int
    last_at: dt.datetime | None
    practice_id: int
    engagement_id: int


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who takes part in a conversation now. `reached`: what they have seen, or a mail has told them of.
    `away_key`: of the mail that tells them of what comes after that; `is_told`: whether it is there, or was."""

    conversation_id: int
    person_id: int
    address: str
    reached: int
    away_key: str
    is_told: bool


class Rows(ABC):
    """What a batch reads and writes, on one connection."""

    texts: ClassVar[Mapping[str, str]]

    def __init__(self) -> None:
        connection.ensure_connection()
        self.errors = connection.wrap_database_errors
        self.driver: Any = connection.connection

    def lock(self, ids: Iterable[int]) -> tuple[dict[int, Head], list[Present]]:
        """These conversations, locked in the order of their ids until the transaction ends, missing ones left out; and
        everybody who takes part in them now."""
        wanted = _json(sorted(ids))
        with self.together():
            talks = self.ask(self.texts["lock"], [wanted])
            parts = self.ask(self.texts["present"], [wanted])
            heads = {row[0]: Head(row[0], self.uuid_out(row[1]), row[2], None, row[3], row[4]) for row in talks()}
            return heads, [Present(*row) for *row, here in parts() if here]

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written in here may be sent in one go; the first fault is raised here, or where something is read."""
        with self.errors:
            yield

    def notify(self, channel: str, payloads: Sequence[str]) -> None:
        """Tell the other processes when the transaction commits. PostgreSQL only."""
        if payloads:
            sql = "SELECT pg_notify(%s, payload) FROM json_array_elements_text(%s::json) AS payload"
            self.run(sql, [channel, _json(payloads)])

    @abstractmethod
    def commit(self) -> None:
        """Within `together()`, as its last: commit along with what is written there, where that spares a wait and
        nothing else belongs to the transaction. Whoever began it ends it as always."""

    @abstractmethod
    def move(self, heads: Sequence[Head]) -> None:
        """Write how far these have got."""

    @abstractmethod
    def insert(
        self, table: str, columns: Mapping[str, str], rows: Sequence[tuple[Any, ...]], *, or_leave: bool = False
    ) -> None:
        """Insert rows whose values are as the database takes them. `or_leave`: not those that are there already."""

    @abstractmethod
    def run(self, sql: str, parameters: Sequence[Any]) -> None:
        """One statement, by the driver's own cursor: Django's goes through the whole text of it each time."""

    @abstractmethod
    def ask(self, sql: str, parameters: Sequence[Any]) -> Callable[[], list[Any]]:
        """One that gives rows, when they are called for: what is asked together is answered together."""

    @abstractmethod
    def uuid_in(self, value: uuid.UUID) -> Any:
        """A UUID as the database takes it."""

    @abstractmethod
    def uuid_out(self, value: Any) -> uuid.UUID:
        """The UUID that the database gave."""

    @abstractmethod
    def moment(self, at: dt.datetime | None) -> Any:
        """A moment as the database takes it."""

    @abstractmethod
    def bytes_in(self, value: bytes) -> Any:
        """Bytes as the database takes them."""

    @abstractmethod
    def json_in(self, text: str) -> Any:
        """JSON as the database takes it."""


class Sqlite(Rows):
    """Lists go in as JSON, rows as long lists of values."""

    def run(self, sql: str, parameters: Sequence[Any]) -> None:
        with self.errors:
            self.driver.execute(sql, parameters)

    def ask(self, sql: str, parameters: Sequence[Any]) -> Callable[[], list[Any]]:
        with self.errors:
            found = list(self.driver.execute(sql, parameters).fetchall())
        return lambda: found

    def commit(self) -> None:
        pass  # it would spare nothing

    def move(self, heads: Sequence[Head]) -> None:
        self.run(self.texts["move"], [_json([[one.last_seq, self.moment(one.last_at), one.id] for one in heads])])

    def insert(
        self, table: str, columns: Mapping[str, str], rows: Sequence[tuple[Any, ...]], *, or_leave: bool = False
    ) -> None:
        row = f"({', '.join('?' * len(columns))})"
        into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
        ending = OR_LEAVE if or_leave else ""
        for chunk in _chunks(rows):
            self.run(into + ", ".join([row] * len(chunk)) + ending, [value for one in chunk for value in one])

    def uuid_in(self, value: uuid.UUID) -> str:
        return value.hex

    def uuid_out(self, value: Any) -> uuid.UUID:
        return uuid.UUID(value)

    def moment(self, at: dt.datetime | None) -> str | None:
        return None if at is None else at.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ")

    def bytes_in(self, value: bytes) -> bytes:
        return value

    def json_in(self, text: str) -> str:
        return text


class Postgresql(Rows):
    """Rows and lists go in as JSON, each batch as one parameter: the driver writes arrays item by item, in Python."""

    def __init__(self) -> None:
        super().__init__()
        from psycopg import Cursor

        self.driver.prepare_threshold = 2  # planning takes longer than doing; Django's own cursors prepare nothing
        self.new_cursor = partial(Cursor, self.driver)  # its parameters go beside the text, not in it

    @contextmanager
    def together(self) -> Iterator[None]:
        with self.errors, self.driver.pipeline():
            yield

    def run(self, sql: str, parameters: Sequence[Any]) -> None:
        with self.errors:
            self.new_cursor().execute(sql, parameters)

    def commit(self) -> None:
        if len(connection.atomic_blocks) == 1:  # the driver sees that it has happened, and does not send it again
            self.run("COMMIT", [])

    def ask(self, sql: str, parameters: Sequence[Any]) -> Callable[[], list[Any]]:
        cursor = self.new_cursor()
        cursor.execute(sql, parameters)
        return cursor.fetchall

    def move(self, heads: Sequence[Head]) -> None:
        self.run(self.texts["move"], [_json([{"id": one.id, "seq": one.last_seq, "at": one.last_at} for one in heads])])

    def insert(
        self, table: str, columns: Mapping[str, str], rows: Sequence[tuple[Any, ...]], *, or_leave: bool = False
    ) -> None:
        if rows:
            self.run(
                _insert_json(table, tuple(columns.items()), OR_LEAVE if or_leave else ""),
                [_json([dict(zip(columns, row, strict=True)) for row in rows])],
            )

    def uuid_in(self, value: uuid.UUID) -> uuid.UUID:
        return value

    def uuid_out(self, value: Any) -> uuid.UUID:
        return cast(uuid.UUID, value)

    def moment(self, at: dt.datetime | None) -> dt.datetime | None:
        return at

    def bytes_in(self, value: bytes) -> str:
        return base64.b64encode(value).decode()

    def json_in(self, text: str) -> orjson.Fragment:
        return orjson.Fragment(text)


@cache
def _insert_json(table: str, columns: tuple[tuple[str, str], ...], ending: str) -> str:
    """An INSERT of a JSON list of objects. Bytes are in it as base64."""
    names = ", ".join(name for name, _kind in columns)
    shapes = ", ".join(f"{name} {'text' if kind == 'bytea' else kind}" for name, kind in columns)
    values = ", ".join(f"decode({name}, 'base64')" if kind == "bytea" else name for name, kind in columns)
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM json_to_recordset(%s::json) AS new({shapes}){ending}"


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def here() -> Rows:
    """The rows of this thread's connection."""
    return Postgresql() if connection.vendor == "postgresql" else Sqlite()


def _chunks(rows: Sequence[tuple[Any, ...]]) -> Iterator[Sequence[tuple[Any, ...]]]:
    start = 0
    for size in CHUNKS:
        while len(rows) - start >= size:
            yield rows[start : start + size]
            start += size


MESSAGES, EVENTS = Message._meta.db_table, Event._meta.db_table
# Columns in the order of a row, and their types on PostgreSQL.
MESSAGE = {
    "public_id": "uuid", "conversation_id": "bigint", "seq": "bigint", "sender_id": "bigint", "client_id": "varchar",
    "kind": "varchar", "channel": "varchar", "body": "bytea", "data": "jsonb", "reply_to_seq": "bigint",
    "target_seq": "bigint", "at": "timestamptz",
}  # fmt: skip
EVENT = {
    "public_id": "uuid", "practice_id": "bigint", "engagement_id": "bigint", "actor_id": "bigint", "verb": "varchar",
    "thing": "uuid", "data": "jsonb", "at": "timestamptz",
}  # fmt: skip

_TALKS = Conversation._meta.db_table
_LOCKED = f"SELECT id, public_id, last_seq, practice_id, engagement_id FROM {_TALKS} WHERE id"


def _present(chosen: str, furthest: str, matching: Callable[[str, str, str], str]) -> str:
    """Who takes part in the chosen conversations. Who has left is told apart afterwards, not by a condition: for one,
    PostgreSQL takes an index of the current, guesses that there is one of them until the table is analysed, and starts
    from everybody."""
    coaches = matching(EngagementCoach._meta.db_table, "coach", "coach.engagement_id = talk.engagement_id")
    clients = matching(EngagementClient._meta.db_table, "client", "client.engagement_id = talk.engagement_id")
    person = matching(Person._meta.db_table, "person", "person.id = member.person_id")
    reached = "reached.conversation_id = part.id AND reached.person_id = member.person_id"
    return f"""
WITH talk AS MATERIALIZED (SELECT id, engagement_id FROM {_TALKS} WHERE id {chosen}),
part AS MATERIALIZED (
    SELECT talk.id, coach.membership_id, coach.until FROM talk JOIN {coaches}
    UNION ALL
    SELECT talk.id, client.membership_id, client.until FROM talk JOIN {clients}
),
present AS MATERIALIZED (
    SELECT part.id, member.person_id, person.email, part.until IS NULL AND member.ended_at IS NULL AS here,
        {furthest}(COALESCE(reached.seen_seq, 0), COALESCE(reached.mailed_seq, 0)) AS reached
    FROM part
    JOIN {matching(Membership._meta.db_table, "member", "member.id = part.membership_id")}
    JOIN {person}
    LEFT JOIN {matching(Participant._meta.db_table, "reached", reached)}
),
keyed AS MATERIALIZED (
    SELECT id, person_id, email, reached, '{AWAY}:' || id || ':' || person_id || ':' || reached AS away_key, here
    FROM present
)
SELECT keyed.id, keyed.person_id, keyed.email, keyed.reached, keyed.away_key, mail.id IS NOT NULL AS is_told, keyed.here
FROM keyed LEFT JOIN {matching(Delivery._meta.db_table, "mail", "mail.dedupe_key = keyed.away_key")}"""


def _plainly(table: str, name: str, condition: str) -> str:
    return f"{table} AS {name} ON {condition}"


def _row_by_row(table: str, name: str, condition: str) -> str:
    """By its index, for each row again. PostgreSQL takes a short list for a long one and would go through everybody of
    the installation for two rows: a millisecond for 1,000 people. (OFFSET 0 keeps it from seeing through this.)"""
    return f"LATERAL (SELECT * FROM {table} AS {name} WHERE {condition} OFFSET 0) AS {name} ON true"


_GIVEN = "IN (SELECT value FROM json_each(?))"
Sqlite.texts = {
    "lock": f"{_LOCKED} {_GIVEN}",
    "present": _present(_GIVEN, "max", _plainly),
    "move": f"""
        UPDATE {_TALKS} SET last_seq = json_extract(new.value, '$[0]'), last_at = json_extract(new.value, '$[1]')
        FROM json_each(?) AS new WHERE {_TALKS}.id = json_extract(new.value, '$[2]')""",
}
_LISTED = "= ANY (ARRAY(SELECT json_array_elements_text(%s::json)::bigint))"
Postgresql.texts = {
    "lock": f"{_LOCKED} {_LISTED} ORDER BY id FOR UPDATE",
    "present": _present(_LISTED, "GREATEST", _row_by_row),
    "move": f"""
        UPDATE {_TALKS} SET last_seq = new.seq, last_at = new.at
        FROM json_to_recordset(%s::json) AS new(seq bigint, at timestamptz, id bigint) WHERE {_TALKS}.id = new.id""",
}
