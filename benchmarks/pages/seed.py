"""A practice with many clients, each with a conversation that has been going on for a while."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from opencoach.conversations import bodies
from opencoach.conversations.models import Conversation, Message, Participant
from opencoach.people.models import Engagement, EngagementClient, EngagementCoach, Membership, Person, Practice

Role = Membership.Role


@dataclass(frozen=True, slots=True)
class Seeded:
    """Whom the pages are asked as, and of what."""

    practice: Practice
    coach: Membership
    client: Membership
    engagement: Engagement


def seed(clients: int) -> Seeded:
    """One coach with that many active clients, in a practice of its own."""
    slug = f"with-{clients}"
    practice = Practice.objects.create(name=f"With {clients}", slug=slug, specialisations=["executive", "life"])
    coach = member(practice, person(f"coach@{slug}.example"), Role.OWNER, "Miriam Okafor")
    people = Person.objects.bulk_create([person(f"client-{n}@{slug}.example", save=False) for n in range(clients)])
    members = Membership.objects.bulk_create(
        [member(practice, who, Role.CLIENT, f"Client {n:04}", save=False) for n, who in enumerate(people)]
    )
    engagements = Engagement.objects.bulk_create(
        [Engagement(practice=practice, specialisation="executive", status=Engagement.Status.ACTIVE) for _ in members]
    )
    EngagementCoach.objects.bulk_create([EngagementCoach(engagement=e, membership=coach) for e in engagements])
    EngagementClient.objects.bulk_create(
        [EngagementClient(engagement=e, membership=m) for e, m in zip(engagements, members, strict=True)]
    )
    converse(practice, coach, members, engagements)
    return Seeded(practice, coach, members[0], engagements[0])


def converse(practice: Practice, coach: Membership, members: list[Membership], engagements: list[Engagement]) -> None:
    """Each client has a conversation; every third has said something that the coach has not read, every seventh
    something that the coach has read and not answered."""
    now = timezone.now()
    conversations = Conversation.objects.bulk_create(
        [
            Conversation(practice=practice, engagement=e, last_seq=20, last_at=now - dt.timedelta(minutes=n))
            for n, e in enumerate(engagements)
        ]
    )
    Participant.objects.bulk_create(
        [
            Participant(conversation=c, person=coach.person, seen_seq=17 if n % 3 == 0 else 20, delivered_seq=20)
            for n, c in enumerate(conversations)
        ]
        + [
            Participant(conversation=c, person=m.person, seen_seq=20, delivered_seq=20)
            for c, m in zip(conversations, members, strict=True)
        ]
    )
    rows: list[Message] = []
    for n, (conversation, client) in enumerate(zip(conversations, members, strict=True)):
        rows += talk(conversation, coach.person, client.person, waits=n % 3 == 0 or n % 7 == 0)
    Message.objects.bulk_create(rows, batch_size=2000)


def talk(conversation: Conversation, coach: Person, client: Person, *, waits: bool) -> list[Message]:
    """Twenty messages by turns, with a reaction, an edit, a pin and a reply; the last ones of a client who `waits`."""
    changes = {
        5: (Message.Kind.REACT, {"reaction": "thanks"}),
        6: (Message.Kind.EDIT, {}),
        7: (Message.Kind.PIN, {}),
    }
    rows = []
    for seq in range(1, 21):
        sender = client if seq % 2 or (waits and seq > 17) else coach
        kind, data = changes.get(seq, (Message.Kind.TEXT, {}))
        if kind != Message.Kind.TEXT:
            sender = coach
        words = "" if kind in {Message.Kind.REACT, Message.Kind.PIN} else f"Message {seq}: **thank you** for Thursday."
        key = f"m{seq}"
        rows.append(
            Message(
                conversation=conversation, seq=seq, sender=sender, client_id=key, kind=kind, data=data,
                body=bodies.seal(conversation.engagement, conversation.public_id, sender.public_id, key, words),
                target_seq=4 if seq in changes else None, reply_to_seq=2 if seq == 8 else None,
                at=conversation.last_at - dt.timedelta(minutes=20 - seq),
            )
        )  # fmt: skip
    return rows


def person(email: str, *, save: bool = True) -> Person:
    found = Person(email=email)
    found.set_unusable_password()
    if save:
        found.save()
    return found


def member(practice: Practice, who: Person, role: str, name: str, *, save: bool = True) -> Membership:
    found = Membership(practice=practice, person=who, role=role, display_name=name, zone="Europe/Berlin")
    if save:
        found.save()
    return found
