import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from opencoach.onboarding import setup
from opencoach.onboarding.models import Agreement, SetupLink
from opencoach.people.models import Membership, Practice

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SAID = {
    "display_name": "Miriam Okafor",
    "email": "Miriam@Example.org",
    "practice_name": "Okafor Coaching",
    "zone": "Europe/Berlin",
    "specialisations": ["executive"],
}


def test_the_link_makes_the_coach_the_practice_and_its_agreement_and_signs_in(client: Client) -> None:
    answer = client.post(setup.link(), SAID)
    assert answer.status_code == 302
    owner = Membership.objects.get()
    assert (owner.display_name, owner.role, owner.zone) == ("Miriam Okafor", "owner", "Europe/Berlin")
    assert owner.person.email == "miriam@example.org"
    assert Agreement.objects.get(practice=owner.practice).version == 1
    assert client.get(answer["Location"]).status_code == 200


def test_looking_at_it_changes_nothing(client: Client) -> None:
    link = setup.link()
    assert client.get(link).status_code == 200
    assert client.get(link).status_code == 200
    assert not Practice.objects.exists()
    assert SetupLink.objects.get().used_at is None


def test_it_works_once(client: Client) -> None:
    link = setup.link()
    client.post(link, SAID)
    again = Client().post(link, {**SAID, "practice_name": "Another"})
    assert again.status_code == 410
    assert b"has been used" in again.content
    assert Practice.objects.count() == 1


def test_it_runs_out_after_a_week(client: Client) -> None:
    with time_machine.travel("2027-01-01T00:00:00Z", tick=False):
        link = setup.link()
    with time_machine.travel("2027-01-08T00:00:01Z", tick=False):
        answer = client.get(link)
    assert answer.status_code == 410
    assert b"run out" in answer.content


@pytest.mark.parametrize("token", ["x", "a" * 60, "aeaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"])
def test_a_made_up_link_opens_nothing(client: Client, token: str) -> None:
    assert client.get(f"/setup/{token}/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "word"),
    [({"email": "miriam"}, b"miriam"), ({"display_name": " "}, b"Okafor Coaching"), ({"zone": "X"}, b"Miriam")],
)
def test_a_mistake_keeps_what_was_typed(client: Client, wrong: dict[str, Any], word: bytes) -> None:
    answer = client.post(setup.link(), {**SAID, **wrong})
    assert answer.status_code == 422
    assert word in answer.content
    assert re.search(rb"needs? another look", answer.content)
    assert not Practice.objects.exists()
