"""A practice with pairs of people who talk, signed in."""

from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from opencoach.conversations.models import Conversation
from opencoach.people.models import Engagement, EngagementClient, EngagementCoach, Membership, Person, Practice


def build(pairs: int) -> dict[str, Any]:
    """A practice with `pairs` coaches and clients; gives cookies and conversations."""
    practice = Practice.objects.create(name="Chaos", slug="chaos", zone="Europe/Berlin")
    people = Person.objects.bulk_create(Person(email=f"p{n}@example.org", password="!") for n in range(2 * pairs))
    members = Membership.objects.bulk_create(
        Membership(practice=practice, person=person, role="client" if n % 2 else "coach", display_name=f"Person {n}")
        for n, person in enumerate(people)
    )
    work = Engagement.objects.bulk_create(
        Engagement(practice=practice, specialisation="life", status="active") for _ in range(pairs)
    )
    EngagementCoach.objects.bulk_create(
        EngagementCoach(engagement=one, membership=members[2 * n]) for n, one in enumerate(work)
    )
    EngagementClient.objects.bulk_create(
        EngagementClient(engagement=one, membership=members[2 * n + 1]) for n, one in enumerate(work)
    )
    talks = Conversation.objects.bulk_create(Conversation(practice=practice, engagement=one) for one in work)
    cookies = []
    for person in people:
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        cookies.append(session.session_key)
    return {
        "practice": practice.slug,
        "conversations": [str(talk.public_id) for talk in talks],
        "cookies": cookies,
        "people": [str(person.public_id) for person in people],
        "members": [member.pk for member in members],
    }
