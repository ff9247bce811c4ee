"""The demo's door: one link signs in one of its people. It opens nothing where the demo is off."""

from django.conf import settings
from django.urls import reverse

from opencoach.lib import tokens
from opencoach.people.models import Membership

PURPOSE = "demo.enter"
DOORS = (("miriam", "Miriam, a coach"), ("ana", "Ana, her client"))


def token_of(who: str) -> str:
    return tokens.make(PURPOSE, who)


def opens(who: str, token: str) -> bool:
    """Whether this token is for that person's door, in a demo."""
    if not settings.DEMO:
        return False
    try:
        return tokens.check(PURPOSE, token) == who.encode()
    except tokens.BadToken:
        return False


def member(who: str) -> Membership | None:
    """The member behind a name such as "miriam"."""
    people = Membership.objects.filter(practice__slug="okafor", person__email=f"{who}@example.org", ended_at=None)
    return people.select_related("person", "practice").first()


def links() -> list[tuple[str, str]]:
    """Who, and the path that opens the demo as them."""
    return [
        *((name, reverse("demo:enter", args=[who, token_of(who)])) for who, name in DOORS),
        ("The mailbox that all mail goes to", reverse("demo:mailbox")),
    ]
