"""Ending one kind of mail: by the page, and by the one click of a mail program."""

import re

import pytest
from django.test import Client

from opencoach.outbox import unsubscribing
from opencoach.outbox.actions import lift
from opencoach.outbox.models import Suppression
from opencoach.outbox.transports.email.letter import write
from opencoach.outbox.worker import preparing
from opencoach.people.models import Event
from tests.cast import Cast
from tests.outbox.kinds import render

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(cast: Cast, deliver, settings):
    settings.PUBLIC_URL = "https://coach.example"
    delivery = deliver(cast.ana.person.email, person=cast.ana.person, practice=cast.practice)
    return write(delivery, render(delivery))


@pytest.fixture
def path(letter) -> str:
    return letter.headers["List-Unsubscribe"].strip("<>").removeprefix("https://coach.example")


def test_the_mail_carries_the_link_in_head_and_foot(letter) -> None:
    link = letter.headers["List-Unsubscribe"].strip("<>")
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link.startswith("https://coach.example/unsubscribe/")
    assert f"Unsubscribe: {link}" in letter.text


@pytest.fixture
def together(cast: Cast, deliver, settings):
    """One mail of three: two reminders, a word, and what nobody can end."""
    settings.PUBLIC_URL = "https://coach.example"
    kinds = ("test.private", "test.reminder", "test.word", "test.reminder")
    parts = [deliver(cast.ana.person.email, kind, person=cast.ana.person, practice=cast.practice) for kind in kinds]
    return write(parts[0], preparing.as_one(parts[0], [(one, render(one)) for one in parts]))


def test_a_mail_of_several_parts_has_a_link_for_each_and_the_header_ends_what_its_own_says(
    together, client: Client, cast: Cast
) -> None:
    found = re.findall(r"^Unsubscribe \((.+)\): (\S+)$", together.text, re.MULTILINE)
    assert [name for name, _url in found] == ["Reminders", "Encouragement", "Reminders, Encouragement"]
    assert together.headers["List-Unsubscribe"] == f"<{found[-1][1]}>"
    reminders, _words, both = (url.removeprefix("https://coach.example") for _name, url in found)
    assert "Reminders, Encouragement" in client.get(both).content.decode()
    client.post(reminders)
    assert [one.scope for one in Suppression.objects.all()] == ["test.reminders"]
    assert "End these mails?" in client.get(both).content.decode()
    Client(enforce_csrf_checks=True).post(both, {"List-Unsubscribe": "One-Click"})
    assert [one.scope for one in Suppression.objects.order_by("pk")] == ["test.reminders", "test.words"]
    assert "have ended" in client.get(both).content.decode()


def test_several_of_one_kind_have_one_link(cast: Cast, deliver) -> None:
    parts = [deliver(cast.ana.person.email, person=cast.ana.person, practice=cast.practice) for _n in range(2)]
    mail = write(parts[0], preparing.as_one(parts[0], [(one, render(one)) for one in parts]))
    assert re.findall(r"^Unsubscribe(.*): \S+$", mail.text, re.MULTILINE) == [""]


def test_opening_the_page_changes_nothing(client: Client, path: str, cast: Cast) -> None:
    text = client.get(path).content.decode()
    assert "Okafor Coaching" in text
    assert "Reminders" in text
    assert not Suppression.objects.exists()


def test_one_click_ends_it_and_twice_is_once(path: str, cast: Cast) -> None:
    program = Client(enforce_csrf_checks=True)
    for _n in range(2):
        response = program.post(path, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
    [ended] = Suppression.objects.all()
    assert (ended.address, ended.scope, ended.practice) == (cast.ana.person.email, "test.reminders", cast.practice)
    assert Event.objects.filter(verb="mail.unsubscribed").count() == 1


def test_it_can_be_taken_back(client: Client, path: str, cast: Cast) -> None:
    client.post(path)
    assert "have ended" in client.get(path).content.decode()
    client.post(path, {"again": "1"})
    assert not lift.is_unsubscribed(cast.ana.person, cast.practice, "test.reminders")


def test_a_forged_link_does_nothing(client: Client, path: str) -> None:
    broken = path[:-3] + ("aa/" if not path.endswith("aa/") else "bb/")
    assert client.post(broken).status_code == 404
    assert not Suppression.objects.exists()


def test_nobody_can_end_what_must_arrive(cast: Cast, deliver) -> None:
    code = deliver(cast.ana.person.email, "test.code", person=cast.ana.person, practice=cast.practice)
    assert unsubscribing.link(code) == ""
    assert "List-Unsubscribe" not in write(code, render(code)).headers
