"""Who is around one conversation: those who take part now, how far each has read, and whose words stand in it.

The text of the query is our own, as that of `standing`: putting it together took longer than answering it.
"""
# ruff: noqa: S608 (the text is put together from texts of ours; values are parameters)

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.utils import timezone

from opencoach.conversations.models import Conversation
from opencoach.conversations.place import Place
from opencoach.people.models import Membership, Person

PART = """(SELECT MIN(part.id) FROM people_{table} part WHERE part.membership_id = m.id
        AND part.engagement_id = %(engagement)s AND part.until IS NULL)"""
AROUND = f"""
SELECT * FROM (
    SELECT m.*, who.public_id AS person_key, who.email AS person_email,
        step.delivered_seq AS delivered, step.seen_seq AS seen, step.seen_at, step.unread_from,
        {PART.format(table="engagementcoach")} AS coaching, {PART.format(table="engagementclient")} AS coached
    FROM people_membership m JOIN people_person who ON who.id = m.person_id
    LEFT JOIN conversations_participant step ON step.person_id = who.id AND step.conversation_id = %(conversation)s
    WHERE m.practice_id = %(practice)s AND (
        m.person_id IN ({{persons}})
        OR m.id IN (SELECT membership_id FROM people_engagementcoach WHERE engagement_id = %(engagement)s)
        OR m.id IN (SELECT membership_id FROM people_engagementclient WHERE engagement_id = %(engagement)s)
    )
) around WHERE person_id IN ({{persons}}) OR coaching IS NOT NULL OR coached IS NOT NULL
"""


@dataclass(slots=True)
class Writer:
    """Somebody whose words stand in a conversation: by person id, with the name of their membership there."""

    person_id: int
    key: uuid.UUID  # the person's public id
    name: str
    member: uuid.UUID  # the membership's public id, for the avatar's colour
    coach: bool


@dataclass(slots=True)
class Steps:
    """How far somebody has got."""

    delivered_seq: int
    seen_seq: int
    seen_at: dt.datetime | None
    unread_from: int | None


@dataclass(slots=True)
class Circle:
    """`coaches` and `clients` take part now, in the order in which they came; `steps` and `writers` by person id."""

    coaches: list[Membership] = field(default_factory=list)
    clients: list[Membership] = field(default_factory=list)
    steps: dict[int, Steps] = field(default_factory=dict)
    writers: dict[int, Writer] = field(default_factory=dict)


def circle(conversation: Conversation, writing: Iterable[int] = ()) -> Circle:
    """The people of a conversation, and past and present members of the practice among the persons `writing`.

    One query for all of them.
    """
    persons = {pk for pk in writing if pk is not None}
    text = AROUND.format(persons=", ".join(str(int(pk)) for pk in persons) or "NULL")
    values = {
        "practice": conversation.practice_id,
        "engagement": conversation.engagement_id,
        "conversation": conversation.pk,
    }
    found, coaches, clients = Circle(), [], []
    rows: Iterable[Any] = Membership.objects.raw(text, values)
    for row in rows:
        row.person = _person(row)
        found.writers[row.person_id] = writer_of(row)
        if row.delivered is not None:
            found.steps[row.person_id] = Steps(row.delivered, row.seen, _moment(row.seen_at), row.unread_from)
        coaches.append((row.coaching or 0, row))
        clients.append((row.coached or 0, row))
    found.coaches = _by_part(coaches)
    found.clients = _by_part(clients)
    return found


def _person(row: Any) -> Person:
    """Whose membership it is, without what nobody needs here (it is loaded when somebody does)."""
    values = [row.person_id, uuid.UUID(str(row.person_key)), row.person_email]
    return Person.from_db(None, ["id", "public_id", "email"], values)


def _moment(stored: dt.datetime | str | None) -> dt.datetime | None:
    """A moment as PostgreSQL gives it, or as SQLite keeps it: in UTC without saying so."""
    found = dt.datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return found.replace(tzinfo=dt.UTC) if found is not None and timezone.is_naive(found) else found


def _by_part(members: Iterable[tuple[int, Membership]]) -> list[Membership]:
    """Those who have a part (its id, else 0), in the order in which they came."""
    return [member for part, member in sorted(members, key=itemgetter(0)) if part]


def writer_of(member: Membership) -> Writer:
    """That member, with their person, as somebody who writes."""
    return Writer(member.person_id, member.person.public_id, member.display_name, member.public_id, member.is_coach)


def writers(conversation: Conversation | Place, person_ids: Iterable[int]) -> dict[int, Writer]:
    """Names by person id, of present and past members of the practice."""
    members = Membership.objects.filter(practice=conversation.practice_id, person_id__in=set(person_ids))
    return {row.person_id: writer_of(row) for row in members.select_related("person")}
