"""Every page of the product takes at most twelve queries, and as many with thirty clients and messages as with one."""

import pytest
from django.test import Client
from django.utils import timezone

from opencoach.conversations.actions import changing
from opencoach.conversations.actions import open as open_conversation
from opencoach.conversations.actions.saying import say
from opencoach.conversations.models import Conversation
from opencoach.people.actions.pause import pause_engagement
from opencoach.people.models import Membership
from tests.cast import Cast, engagement, member
from tests.counting import MOST, queries
from tests.sessions.making import upcoming

pytestmark = pytest.mark.django_db

PAGES = {
    "miriam": [
        "", "messages/", "messages/{talk}/", "messages/{talk}/?around=9", "messages/{talk}/older/?before=9",
        "messages/{talk}/find/?q=hello", "messages/{talk}/m/3/", "clients/", "clients/?status=all&sort=newest",
        "clients/{ana}/", "palette/", "palette/?q=client", "settings/", "settings/people/", "settings/agreement/",
        "settings/deliveries/", "settings/profile/", "settings/security/", "clients/new/", "clients/{ana}/pause/",
        "clients/{ana}/coaches/", "clients/{ana}/description/", "clients/{ana}/sponsors/", "help/",
        "sessions/", "clients/{ana}/sessions/", "clients/{ana}/sessions/past/", "sessions/{session}/",
        "sessions/{session}/cancellation/", "sessions/{session}/holding/", "settings/availability/",
        "clients/{ana}/notes/", "sessions/booking/", "sessions/booking/?with={ana}", "sessions/{session}/moving/",
    ],
    "ana": [
        "sessions/booking/", "sessions/{session}/moving/",
        "sessions/", "sessions/{session}/", "sessions/{session}/cancellation/",
        "", "messages/{talk}/", "messages/{talk}/older/?before=9", "clients/{ana}/agreement/", "settings/profile/",
        "settings/security/", "sharing/", "help/",
    ],
    "priya": [
        "", "sessions/", "sessions/{session}/", "clients/", "clients/{ana}/", "settings/people/",
        "settings/deliveries/", "palette/",
    ],
}  # fmt: skip
CASES = [(who, path) for who, paths in PAGES.items() for path in paths]


@pytest.fixture
def talk(cast: Cast) -> Conversation:
    """Ana's conversation with a little of everything in it, and an engagement that pauses."""
    found = open_conversation(cast.ana_engagement, "Welcome, *Ana*.")
    converse(found, cast.ana, cast.miriam)
    pause_engagement(cast.ana_engagement, actor=cast.miriam.person, starts_on=timezone.localdate())
    return found


def converse(found: Conversation, client: Membership, coach: Membership) -> None:
    first = say(found, client.person, "Hello, **there**")
    say(found, coach.person, "Hello", reply_to=first.seq)
    changing.edit(found, client, first.seq, "Hello")
    changing.react(found, coach, first.seq, "thanks")
    changing.pin(found, coach, first.seq)
    say(found, client.person, "Are you there?")


@pytest.mark.parametrize(("who", "page"), CASES)
def test_a_page_takes_at_most_twelve_queries(
    who: str, page: str, client: Client, cast: Cast, talk: Conversation
) -> None:
    path = "/p/okafor/" + page.format(
        talk=talk.public_id, ana=cast.ana_engagement.public_id, session=upcoming(cast).public_id
    )
    client.force_login(cast.people()[who])
    other = member(cast.practice, "One Client", Membership.Role.CLIENT)
    converse(open_conversation(engagement(cast.miriam, other)), other, cast.miriam)
    before = queries(client, path)
    for n in range(5):
        more = member(cast.practice, f"Client {n}", Membership.Role.CLIENT)
        converse(open_conversation(engagement(cast.miriam, more)), more, cast.miriam)
        converse(talk, cast.ana, cast.miriam)
        upcoming(cast, 10 + n)
    assert before == queries(client, path) <= MOST
