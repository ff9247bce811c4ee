"""A conversation with many messages, as it grows in years: replies, reactions, edits, deletions, pins."""

import datetime as dt
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from opencoach.conversations import bodies
from opencoach.conversations.actions import open as open_conversation
from opencoach.conversations.models import Conversation, Message
from opencoach.people.models import Engagement, EngagementClient, EngagementCoach, Membership, Person, Practice

WORDS = "This is message number {n}. Thank you, **that** helps me to see what I wanted to say on Thursday."


@dataclass(frozen=True, slots=True)
class Seeded:
    conversation: Conversation
    people: dict[str, Person]
    last: int

    def ask(self, who: str, template: str) -> tuple[Client, str]:
        """A signed-in client and the path of one of the conversation's pages."""
        client = Client()
        client.force_login(self.people[who], backend="django.contrib.auth.backends.ModelBackend")
        practice = self.conversation.practice.slug
        if template == "../":
            return client, reverse("conversations:messages", args=[practice])
        base = reverse("conversations:conversation", args=[practice, self.conversation.public_id])
        return client, base + template.format(middle=max(41, self.last // 2), last=self.last)


def seed(messages: int, slug: str) -> Seeded:
    practice = Practice.objects.create(name=slug.title(), slug=slug, zone="Europe/Berlin")
    people = {who: Person.objects.create_user(f"{who}@{slug}.example.org") for who in ("coach", "client")}
    members = {
        who: Membership.objects.create(practice=practice, person=person, role=who, display_name=who.title())
        for who, person in people.items()
    }
    engagement = Engagement.objects.create(practice=practice, specialisation="life", status="active")
    EngagementCoach.objects.create(engagement=engagement, membership=members["coach"])
    EngagementClient.objects.create(engagement=engagement, membership=members["client"])
    conversation = open_conversation(engagement, "Welcome")
    rows: list[Message] = []
    seq = conversation.last_seq
    begin = timezone.now() - dt.timedelta(minutes=messages + 1)
    for n in range(messages):
        seq += 1
        rows.append(_row(conversation, people["client" if n % 2 else "coach"], seq, n, begin))
    Message.objects.bulk_create(rows, batch_size=2000)
    Conversation.objects.filter(pk=conversation.pk).update(last_seq=seq, last_at=rows[-1].at)
    conversation.refresh_from_db()
    return Seeded(conversation, people, seq)


def _row(conversation: Conversation, sender: Person, seq: int, n: int, begin: dt.datetime) -> Message:
    kind, target, data = Message.Kind.TEXT, None, {}
    if n > 10 and n % 9 == 0:
        kind, target, data = Message.Kind.REACT, seq - 1, {"reaction": "thanks"}
    elif n > 10 and n % 50 == 7:
        kind, target = Message.Kind.EDIT, seq - 2
    elif n > 10 and n % 1500 == 8:
        kind, target = Message.Kind.PIN, seq - 1
    key = f"m{n}"
    words = "" if kind in {Message.Kind.REACT, Message.Kind.PIN} else WORDS.format(n=seq)
    return Message(
        conversation=conversation,
        seq=seq,
        sender=sender,
        client_id=key,
        kind=kind,
        body=bodies.seal(conversation.engagement, conversation.public_id, sender.public_id, key, words),
        data=data,
        target_seq=target,
        reply_to_seq=max(2, seq - 20) if n % 12 == 0 and kind == Message.Kind.TEXT else None,
        at=begin + dt.timedelta(minutes=n),
    )
