"""Who is around one conversation: those who take part now, how far each has read, and whose words stand in it."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery

from opencoach.conversations.models import Conversation
from opencoach.conversations.place import Place
from opencoach.people.models import EngagementClient, EngagementCoach, Membership


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
    engagement = conversation.engagement_id
    coaching = EngagementCoach.objects.filter(engagement=engagement, until=None)
    coached = EngagementClient.objects.filter(engagement=engagement, until=None)
    wanted = (
        Q(person__in=set(writing)) | Q(pk__in=coaching.values("membership")) | Q(pk__in=coached.values("membership"))
    )
    rows = (
        Membership.objects.filter(wanted, practice=conversation.practice_id)
        .select_related("person")
        .annotate(
            coaching=Subquery(coaching.filter(membership=OuterRef("pk")).values("pk")[:1]),
            coached=Subquery(coached.filter(membership=OuterRef("pk")).values("pk")[:1]),
            step=FilteredRelation(
                "person__participations", condition=Q(person__participations__conversation=conversation)
            ),
        )
        .annotate(
            step_id=F("step__pk"),
            delivered=F("step__delivered_seq"),
            seen=F("step__seen_seq"),
            seen_at=F("step__seen_at"),
            unread_from=F("step__unread_from"),
        )
    )
    found, coaches, clients = Circle(), [], []
    for row in rows:
        found.writers[row.person_id] = writer_of(row)
        if row.step_id is not None:
            found.steps[row.person_id] = Steps(row.delivered, row.seen, row.seen_at, row.unread_from)
        coaches.append((row.coaching or 0, row))
        clients.append((row.coached or 0, row))
    found.coaches = _by_part(coaches)
    found.clients = _by_part(clients)
    return found


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
