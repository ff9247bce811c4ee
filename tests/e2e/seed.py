"""A lived-in practice in the folder OPENCOACH_DATA, for the browser: the cast, long names, words, mails.

Run as a process of its own; prints one line of JSON: the places of `pages.py` and a session for everybody.
"""

import datetime as dt
import json
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencoach.people.models import Person

LONG = "Wilhelmina Konstantinopoulou-Featherstonehaugh van den Bergh-Oppenheimer"
WORDS = (
    ("ana", "I said no to the reorganisation meeting and nobody died."),
    ("miriam", "Good. What did you do with the hour?\n\nTell me before **Thursday**."),
    ("ana", "Walked. Then wrote the three sentences for Rui:\n\n1. What I saw\n2. What it did\n3. What I ask for"),
    ("ana", "https://example.org/a-rather-long-address/that-does-not-break/anywhere/" + "and-goes-on-" * 9),
    ("miriam", "That is a plan. `Thursday 09:30` then."),
)


def seed() -> dict[str, object]:
    """Fill the database; gives the places and the sessions."""
    from django.utils import timezone

    from opencoach.conversations.actions import open as open_conversation
    from opencoach.conversations.actions import say
    from opencoach.onboarding import setup
    from opencoach.onboarding.actions.agreement import accept, publish
    from opencoach.onboarding.actions.invite import NewClient, invite_client, invite_colleague, token_of
    from opencoach.outbox.models import Delivery
    from opencoach.people.models import Membership
    from opencoach.scheduling.actions import feeds
    from opencoach.scheduling.actions.hours import set_week
    from opencoach.sessions.actions import note_agenda
    from tests.cast import build, engagement, member
    from tests.sessions.making import upcoming

    cast = build()
    for number in range(14):
        client = member(cast.practice, f"client{number}", Membership.Role.CLIENT, display_name=f"Client {number} Osei")
        engagement(cast.miriam, client)
    long = member(cast.practice, "long", Membership.Role.CLIENT, display_name=LONG, zone="America/New_York")
    engagement(cast.miriam, long)
    agreement = publish(cast.practice, "# Our agreement\n\nCoaching, {client}, is not therapy.", by=cast.miriam.person)
    accepted = accept(agreement, cast.ana_engagement, cast.ana.person, name="Ana Kovačević")
    invitation = invite_client(cast.miriam, NewClient("Nora Lind", "nora@example.org", "executive"))
    invite_colleague(cast.miriam, email="noor@example.org", name="Noor Haddad", role="coach")
    talk = open_conversation(cast.ana_engagement, "Welcome, *Ana*. This is where we talk.")
    for who, words in WORDS:
        say(talk, getattr(cast, who).person, words)
    empty = open_conversation(cast.tomas_engagement)
    coming = upcoming(cast)
    note_agenda(coming, "The talk with Rui: how it went, and what I want from him now.", actor=cast.ana.person)
    upcoming(cast, 14)
    set_week(cast.miriam, {day: [(540, 720), (810, 1080)] for day in range(5)})
    feeds.make(cast.miriam)
    feeds.make(cast.ana, shows_names=True)
    free = timezone.now() + dt.timedelta(days=(7 - timezone.now().weekday()) % 7 + 7)  # a Monday
    delivery = Delivery.objects.order_by("pk").first()
    places = {
        "p": "/p/okafor",
        "ana": cast.ana_engagement.public_id,
        "tomas": cast.tomas_engagement.public_id,
        "long": long.engagements.get().public_id if hasattr(long, "engagements") else "",
        "invited": invitation.engagement.public_id if invitation.engagement else "",
        "talk": talk.public_id,
        "empty": empty.public_id,
        "accepted": accepted.public_id,
        "delivery": delivery.public_id if delivery else "",
        "invitation": token_of(invitation),
        "setup": setup.link(),
        "session": coming.public_id,
        "type": coming.session_type.public_id if coming.session_type else "",
        "free": f"{free:%Y-%m-%d}T10:00Z",
    }
    safer(cast.mei.person)
    sessions = {name: session(person) for name, person in cast.people().items()}
    return {"places": {name: str(value) for name, value in places.items()}, "sessions": sessions}


def safer(person: "Person") -> None:
    """They have a password, an authenticator app and its recovery codes."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    person.set_password("three blue bicycles")
    person.save()
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(person)


def session(person: "Person") -> str:
    """The key of a new session of that person, who has signed in a moment ago, at an address that is confirmed."""
    from django.test import Client

    from tests.signing import sign_in

    client = Client()
    sign_in(client, person)
    return client.cookies["sessionid"].value


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencoach.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    sys.stdout.write(json.dumps(seed()) + "\n")
