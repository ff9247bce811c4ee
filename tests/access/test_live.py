"""The permission matrix of the live connection: everybody × every conversation × what they may do there."""

from typing import Any

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from opencoach.conversations.actions import open as open_conversation
from opencoach.conversations.live import identity as identities
from opencoach.conversations.live import sending, talks
from opencoach.live.writer import writer
from opencoach.people.models import Person
from tests.access.matrix import EVERYBODY
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

# Who reads a conversation, and who may write in it; nobody else gets a word on any road.
TALKS = {
    "ana": ("miriam ana", "miriam ana"),
    "tomas": ("devi tomas", "devi tomas"),
    "leila": ("miriam leila", ""),  # ended
    "group": ("miriam mei omar", "miriam mei omar"),
    "oskar": ("astrid oskar", "astrid oskar"),  # in another practice
}


def cookie(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def allowed(person: Person, practice: str, conversation: str) -> tuple[bool, bool]:
    """Whether they follow it, and whether what they say there reaches the store. Every road asks these two."""
    identity = identities.authenticate({"sessionid": cookie(person)}, {"practice": practice})
    if identity is None:
        return False, False
    mine = talks.load(identity)
    said: list[dict[str, Any]] = []
    frame = {"type": "send", "conversation": conversation, "client_id": "a1", "body": "Hello"}
    before = writer.queue.qsize()
    sending.send(identity, mine, frame, said.append)
    stored = writer.queue.qsize() > before
    if stored:
        writer.queue.get_nowait()
    assert stored == (not said)
    return conversation in mine, stored


@pytest.mark.parametrize("name", TALKS)
@pytest.mark.parametrize("practice", ["okafor", "lindgren", "nowhere", ""])
def test_everybody_hears_and_says_what_is_theirs_and_nothing_else(cast: Cast, name: str, practice: str) -> None:
    engagement = getattr(cast, f"{name}_engagement")
    conversation = str(open_conversation(engagement, "Welcome").public_id)
    reads, writes = TALKS[name]
    here = practice == engagement.practice.slug
    people = cast.people()
    assert set(EVERYBODY.split()) <= people.keys()
    found = {who: allowed(person, practice, conversation) for who, person in people.items()}
    assert {who for who, (follows, _) in found.items() if follows} == (set(reads.split()) if here else set())
    assert {who for who, (_, says) in found.items() if says} == (set(writes.split()) if here else set())


def test_somebody_without_a_session_is_nobody(cast: Cast) -> None:
    for session in ("", "x" * 32):
        assert identities.authenticate({"sessionid": session}, {"practice": "okafor"}) is None
    assert identities.authenticate({}, {"practice": "okafor"}) is None
