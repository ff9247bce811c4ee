"""How the conversations of a member stand: what is unread, and what waits for an answer. One query for all of them.

The badge in the rail, *Today* and the lists are made from it. Only ids and numbers are read: a coach may have a
thousand conversations, and a page shows few of them. The text of the query is our own: to have Django put it together
took longer than the database takes to answer it (`benchmarks/pages`).
"""
# ruff: noqa: S608 (the texts are put together from texts of ours and of Django's; values are parameters)

from collections.abc import Collection
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection

from opencoach.conversations import access
from opencoach.people.models import Membership
from opencoach.people.once import once

UNREAD = "conversations.unread"

# `read_to`: where the unread part begins for the reader. `unread`: later messages of others. `waits`: for a coach, the
# first message that still stands after the last one of any coach of the practice. The door to the data (`access`)
# says whose conversations they are.
STANDING = """
WITH mine AS (
    SELECT c.id, c.engagement_id, c.last_seq, c.last_at, e.status = 'ended' AS ended,
        CASE WHEN p.unread_from IS NOT NULL THEN p.unread_from - 1 ELSE COALESCE(p.seen_seq, 0) END AS read_to
    FROM conversations_conversation c
    JOIN people_engagement e ON e.id = c.engagement_id
    LEFT JOIN conversations_participant p ON p.conversation_id = c.id AND p.person_id = %(person)s
    WHERE c.id IN ({door})
), standing AS (
    SELECT id, engagement_id, ended, last_at,
        CASE WHEN last_seq <= read_to THEN 0 ELSE (
            SELECT COUNT(*) FROM conversations_message m
            WHERE m.conversation_id = mine.id AND m.kind = 'text' AND m.seq > mine.read_to
                AND (m.sender_id IS NULL OR m.sender_id <> %(person)s)
        ) END AS unread,
        {waits} AS waits
    FROM mine
)
"""
WAITS = """CASE WHEN NOT ended THEN (
            SELECT m.id FROM conversations_message m
            WHERE m.conversation_id = mine.id AND m.kind = 'text'
                AND NOT EXISTS (
                    SELECT 1 FROM conversations_message gone
                    WHERE gone.conversation_id = m.conversation_id AND gone.target_seq = m.seq
                        AND gone.target_seq IS NOT NULL AND gone.kind = 'delete'
                )
                AND m.seq > COALESCE((
                    SELECT answer.seq FROM conversations_message answer
                    WHERE answer.conversation_id = mine.id AND answer.kind = 'text' AND answer.sender_id IN (
                        SELECT person_id FROM people_membership
                        WHERE practice_id = %(practice)s AND role IN ('owner', 'coach')
                    )
                    ORDER BY answer.seq DESC LIMIT 1
                ), 0)
            ORDER BY m.seq LIMIT 1
        ) END"""
ORDERED = """
SELECT id, engagement_id, ended, unread, waits,
    CASE WHEN waits IS NULL THEN 0 ELSE (
        SELECT COUNT(*) FROM conversations_question q WHERE q.conversation_id = standing.id AND q.settled_at IS NULL
    ) END AS asked,
    COUNT(*) OVER () AS total, SUM(CASE WHEN unread > 0 THEN 1 ELSE 0 END) OVER () AS unseen
FROM standing
ORDER BY unread = 0, waits IS NULL, ended, last_at DESC NULLS LAST, id DESC
"""


class Standing(NamedTuple):
    """One conversation, without names, words and times."""

    conversation_id: int
    engagement_id: int
    ended: bool
    unread: int
    waits: int | None  # for a coach: the id of the first message of a client that waits for an answer; older is less
    asked: int = 0  # for a coach, where something waits: questions that nobody has settled, answered or not


class Standings(NamedTuple):
    """Some conversations in order; how many there are in all, and in how many of those something is unread."""

    rows: list[Standing]
    total: int
    unread: int


def standings(membership: Membership, first: int = 0, limit: int | None = None) -> Standings:
    """The conversations of this member from the `first` on, at most `limit`: unread first, then what waits for an
    answer, then the latest. Past the end there is nothing, and the totals are 0."""
    window = "" if limit is None else f"LIMIT {int(limit)} OFFSET {int(first)}"
    found = _ask(membership, ORDERED + window, waits=membership.is_coach)
    rows = [
        Standing(pk, engagement, bool(ended), unread, waits, asked)
        for pk, engagement, ended, unread, waits, asked, *_ in found
    ]
    total, unseen = (found[0][-2], int(found[0][-1])) if found else (0, 0)
    if found or not first:
        once(membership, UNREAD, lambda: unseen)
    return Standings(rows, total, unseen)


def unread_count(membership: Membership) -> int:
    """In how many conversations something is unread, for the badge in the rail (one query at most)."""
    return once(membership, UNREAD, lambda: len(_ask(membership, "SELECT 1 FROM standing WHERE unread > 0")))


def unread_in(membership: Membership, engagements: Collection[int]) -> dict[int, int]:
    """By engagement (of these ids), how many messages of others this member has not seen."""
    wanted = ", ".join(str(int(one)) for one in engagements)
    if not wanted:
        return {}
    rows = _ask(membership, f"SELECT engagement_id, unread FROM standing WHERE engagement_id IN ({wanted})")
    return dict(rows)


def _ask(membership: Membership, question: str, *, waits: bool = False) -> list[Any]:
    try:
        door, values = access.conversations_for(membership).values("pk").query.sql_with_params()
    except EmptyResultSet:  # somebody who takes part in none
        return []
    named = {f"door{n}": value for n, value in enumerate(values)}
    text = STANDING.format(door=door % tuple(f"%({name})s" for name in named), waits=WAITS if waits else "NULL")
    with connection.cursor() as cursor:
        cursor.execute(text + question, {**named, "person": membership.person_id, "practice": membership.practice_id})
        rows: list[Any] = cursor.fetchall()
    return rows
