"""What two people do at the same moment is done once: on both databases, with real threads and connections."""

import threading
from collections.abc import Callable, Sequence

import pytest
from django.db import connection

from opencoach.conversations.models import Conversation
from opencoach.onboarding import setup
from opencoach.onboarding.actions.agreement import current, publish
from opencoach.onboarding.actions.begin import begin_practice, person_at
from opencoach.onboarding.actions.come_in import accept_invitation
from opencoach.onboarding.actions.invite import NewClient, invite_client, withdraw
from opencoach.onboarding.models import Acceptance, Agreement, Invitation, SetupLink
from opencoach.outbox.models import Delivery
from opencoach.people.models import Membership, Person, Practice
from opencoach.people.refusal import Refused
from tests.cast import Cast, build

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
AT_ONCE = 6


@pytest.fixture
def cast() -> Cast:
    made = build()
    publish(made.practice, "Be kind, {client}.", by=made.miriam.person)
    return made


def all_at_once(works: Sequence[Callable[[], object]]) -> list[object]:
    """Do them in threads that start together; gives what each returned, or the Refused that it raised."""
    start = threading.Barrier(len(works))
    came: list[object] = []

    def work(one: Callable[[], object]) -> None:
        try:
            start.wait(20)
            came.append(one())
        except Refused as refusal:
            came.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(one,)) for one in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(came) == len(works)
    return came


def refusals(came: Sequence[object]) -> int:
    return sum(isinstance(one, Refused) for one in came)


def test_one_link_makes_one_practice() -> None:
    setup.link()
    link = SetupLink.objects.get()

    def begin(number: int) -> Membership:
        return begin_practice(
            link, email=f"m{number}@example.org", display_name="M", practice_name="One", zone="Europe/Berlin"
        )

    came = all_at_once([lambda number=number: begin(number) for number in range(AT_ONCE)])  # type: ignore[misc]
    assert refusals(came) == AT_ONCE - 1
    assert Practice.objects.count() == Person.objects.count() == Agreement.objects.count() == 1


def test_accepting_at_once_is_accepting_once(cast: Cast) -> None:
    row = invite_client(cast.miriam, NewClient("Nora Lind", "nora@example.org", "life"))
    agreement = current(cast.practice)

    def accept() -> Membership:
        return accept_invitation(row, person_at(row.email), name="Nora Lind", agreement=agreement)

    came = all_at_once([accept] * AT_ONCE)
    assert refusals(came) == 0
    assert Membership.objects.filter(person__email="nora@example.org").count() == 1
    assert Acceptance.objects.filter(engagement=row.engagement).count() == 1
    assert Conversation.objects.filter(engagement=row.engagement).count() == 1
    assert Delivery.objects.filter(kind="agreement_copy").count() == 1
    assert row.engagement is not None
    assert row.engagement.events.filter(verb="invitation.accepted").count() == 1


def test_accepted_or_withdrawn_but_never_both(cast: Cast) -> None:
    agreement = current(cast.practice)
    for number in range(4):
        row = invite_client(cast.miriam, NewClient("Nora", f"nora{number}@example.org", "life"))
        person = person_at(row.email)
        came = all_at_once([
            lambda row=row, person=person: accept_invitation(row, person, name="Nora", agreement=agreement),  # type: ignore[misc]
            lambda row=row: withdraw(row, actor=cast.miriam.person),  # type: ignore[misc]
        ])  # fmt: skip
        row.refresh_from_db()
        assert refusals(came) == 1
        assert (row.accepted_at is None) != (row.withdrawn_at is None)
        assert Membership.objects.filter(person=person).exists() == (row.accepted_at is not None)


def test_the_same_address_is_invited_once(cast: Cast) -> None:
    came = all_at_once([lambda: invite_client(cast.miriam, NewClient("Nora", "nora@example.org", "life"))] * AT_ONCE)
    assert refusals(came) == AT_ONCE - 1
    assert Invitation.objects.filter(email="nora@example.org").count() == 1


def test_publishing_at_once_gives_every_version_a_number_of_its_own(cast: Cast) -> None:
    all_at_once([
        lambda number=number: publish(cast.practice, f"Text {number}", by=None) for number in range(AT_ONCE)  # type: ignore[misc]
    ])  # fmt: skip
    versions = sorted(Agreement.objects.filter(practice=cast.practice).values_list("version", flat=True))
    assert versions == list(range(1, AT_ONCE + 2))
