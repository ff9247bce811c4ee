from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from opencoach.conversations.models import Conversation
from opencoach.demo import enter, mailbox
from opencoach.people.models import Engagement

PAGES = ("dashboard:today", "conversations:messages", "people:help", "people:profile", "onboarding:security")
COACHES_PAGES = (
    "people:clients",
    "people:practice_settings",
    "people:people_settings",
    "onboarding:agreement_settings",
    "onboarding:invite",
    "onboarding:import_clients",
    "onboarding:invite_colleague",
    "outbox:deliveries",
)


def opened(client: Client, who: str) -> Client:
    response = client.get(reverse("demo:enter", args=[who, enter.token_of(who)]))
    assert (response.status_code, response["Location"]) == (302, "/p/okafor/")
    return client


@pytest.mark.parametrize(("who", "pages"), [("miriam", PAGES + COACHES_PAGES), ("ana", PAGES)])
def test_every_page_of_the_demo_opens(demo: Path, client: Client, who: str, pages: tuple[str, ...]) -> None:
    opened(client, who)
    mine = Engagement.objects.filter(clients__person__email="ana@example.org").get()
    talk = Conversation.objects.get(engagement=mine)
    urls = [reverse(name, args=["okafor"]) for name in pages]
    if who == "miriam":
        urls.append(reverse("dashboard:overview", args=["okafor", mine.public_id]))
    urls.append(reverse("conversations:conversation", args=["okafor", talk.public_id]))
    assert {url: client.get(url, follow=True).status_code for url in urls} == dict.fromkeys(urls, 200)


def test_entering_as_another_person_ends_the_first_ones_session(demo: Path, client: Client) -> None:
    opened(client, "miriam")
    opened(client, "ana")
    assert client.get(reverse("people:clients", args=["okafor"])).status_code == 404


@pytest.mark.parametrize(("who", "token"), [("miriam", "wrong"), ("devi", None), ("nobody", None)])
def test_another_doors_link_opens_nothing(demo: Path, client: Client, who: str, token: str | None) -> None:
    response = client.get(reverse("demo:enter", args=[who, token or enter.token_of("miriam")]))
    assert response.status_code == 404
    assert "_auth_user_id" not in client.session


def test_no_door_opens_where_the_demo_is_off(demo: Path, client: Client, settings: Any) -> None:
    settings.DEMO = False
    for url in (reverse("demo:enter", args=["miriam", enter.token_of("miriam")]), reverse("demo:mailbox")):
        assert client.get(url).status_code == 404


def test_a_mail_is_shown_in_a_frame_that_can_do_nothing(demo: Path, client: Client) -> None:
    mail = mailbox.all_mails()[0]
    assert mail.subject in client.get(reverse("demo:mailbox")).content.decode()
    page = client.get(reverse("demo:mail", args=[mail.name]))
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    letter = client.get(reverse("demo:letter", args=[mail.name]))
    assert "default-src 'none'" in letter["Content-Security-Policy"]
    assert "script-src" not in letter["Content-Security-Policy"]
    assert letter["X-Frame-Options"] == "SAMEORIGIN"
    assert client.get(reverse("demo:mail", args=["nothing"])).status_code == 404
