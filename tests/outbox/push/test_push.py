"""Notifications: who gets them, what is in them (nothing), and what becomes of browsers that are gone."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from opencoach.conversations.actions.opening import open as open_conversation
from opencoach.conversations.actions.saying import say
from opencoach.conversations.rows import AWAY
from opencoach.outbox import pushing, roads
from opencoach.outbox.actions import devices
from opencoach.outbox.actions.calm import change_habits
from opencoach.outbox.actions.post import post
from opencoach.outbox.calm.habits import Habits
from opencoach.outbox.calm.upcoming import upcoming
from opencoach.outbox.models import Delivery, Device
from opencoach.outbox.ports import Rendered
from opencoach.outbox.transports import transports
from opencoach.outbox.transports.base import CannotPrepare, Dropped, Later, Outcome, Refused, Sent
from opencoach.outbox.transports.webpush import vapid
from opencoach.people.models import Membership
from opencoach.people.refusal import Refused as NotTaken
from tests.cast import Cast
from tests.push_service import Browser, PushService

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36"


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    with PushService() as running:
        settings.TRUSTED_HOSTS = frozenset({running.host})
        yield running


def has(member: Membership, browser: Browser, *groups: str) -> Device:
    """A device of theirs, and what they want to come as a notification."""
    device = devices.add(member.person, devices.read(browser.subscription), "Firefox on Linux")
    if groups:
        change_habits(member, Habits(member.zone), ended=(), by_roads={"push": groups})
    return device


def to(member: Membership, kind: str = pushing.TRIAL) -> Delivery:
    return post(
        kind, channel="push", address=str(member.person.public_id), person=member.person, practice=member.practice,
        dedupe_key=f"trial:{timezone.now()}", expires_at=timezone.now() + dt.timedelta(hours=2),
    )  # fmt: skip


def sent(delivery: Delivery) -> Outcome:
    """Handed over, as a worker does."""
    transport = transports["push"]
    line = transport.connect()
    outcome = line.send(transport.prepare(delivery, Rendered("", "")), lambda: True)
    line.close()
    transport.settle([(delivery, outcome)])
    return outcome


def test_what_goes_names_the_delivery_and_says_nothing(cast: Cast, service: PushService) -> None:
    browser = service.browser()
    device = has(cast.ana, browser)
    delivery = to(cast.ana)
    assert isinstance(sent(delivery), Sent)
    [push] = service.pushes
    assert push.read(browser) == {"id": str(delivery.public_id)}
    assert push.is_signed_for(service.origin, vapid.public_key())
    assert push.headers["content-encoding"] == "aes128gcm"
    assert 7_000 < int(push.headers["ttl"]) <= 7_200
    assert len(push.headers["topic"]) == 32
    assert (push.headers["urgency"], b"Ana" in push.body, b"Okafor" in push.body) == ("high", False, False)
    device.refresh_from_db()
    assert device.reached_at is not None


def test_where_a_device_is_reached_is_sealed(cast: Cast, service: PushService) -> None:
    browser = service.browser()
    device = has(cast.ana, browser)
    kept = bytes(Device.objects.get(pk=device.pk).place)
    assert service.origin.encode() not in kept
    assert devices.place_of(device) == devices.Place(browser.endpoint, browser.key, browser.auth)
    devices.remove(device)
    assert bytes(Device.objects.get(pk=device.pk).place) == b""


@pytest.mark.parametrize(
    ("status", "outcome", "stays"),
    [
        (201, Sent, True), (410, Refused, False), (404, Refused, False), (429, Later, True), (503, Later, True),
        (400, Refused, True),
    ],
)  # fmt: skip
def test_what_its_service_says_decides(
    cast: Cast, service: PushService, status: int, outcome: type[Outcome], stays: bool
) -> None:
    has(cast.ana, service.browser())
    service.answers["/push/one"] = status
    assert isinstance(sent(to(cast.ana)), outcome)
    assert devices.present(cast.ana.person).exists() is stays


def test_one_that_is_gone_does_not_keep_it_from_the_others(cast: Cast, service: PushService) -> None:
    has(cast.ana, service.browser("old"))
    has(cast.ana, service.browser("new"))
    service.answers["/push/old"] = 410
    assert isinstance(sent(to(cast.ana)), Sent)
    assert [push.path for push in service.pushes] == ["/push/old", "/push/new"]
    assert devices.present(cast.ana.person).count() == 1


def test_without_a_device_there_is_nothing_to_hand_over(cast: Cast, service: PushService) -> None:
    with pytest.raises(CannotPrepare):
        sent(to(cast.ana))
    has(cast.ana, service.browser())
    transport = transports["push"]
    line = transport.connect()
    assert isinstance(line.send(transport.prepare(to(cast.ana), Rendered("", "")), lambda: False), Dropped)
    line.close()
    assert service.pushes == []


def test_an_address_in_our_own_network_is_not_asked(cast: Cast, service: PushService, settings: Any) -> None:
    has(cast.ana, service.browser())
    settings.TRUSTED_HOSTS = frozenset()
    assert isinstance(sent(to(cast.ana)), Refused)
    assert service.pushes == []
    with pytest.raises(NotTaken):
        devices.read(service.browser().subscription)


def test_a_browser_belongs_to_who_asked_last(cast: Cast, service: PushService) -> None:
    browser = service.browser()
    first = has(cast.ana, browser)
    assert has(cast.ana, browser) == first
    has(cast.tomas, browser)
    assert not devices.present(cast.ana.person).exists()
    for number in range(devices.MOST - 1):
        has(cast.tomas, service.browser(str(number)))
    with pytest.raises(NotTaken, match="Remove one first"):
        has(cast.tomas, service.browser("one too many"))


def test_what_was_said_is_told_before_the_mail_goes(cast: Cast, service: PushService) -> None:
    conversation = open_conversation(cast.ana_engagement)
    has(cast.ana, service.browser(), "messages")
    say(conversation, cast.miriam.person, "Well done.")
    roads.post_twins()
    assert not Delivery.objects.filter(channel="push").exists()  # she may be looking
    mail = Delivery.objects.get(kind=AWAY)
    Delivery.objects.update(created_at=timezone.now() - dt.timedelta(seconds=21))
    Device.objects.update(created_at=timezone.now() - dt.timedelta(days=1))
    roads.post_twins()
    roads.post_twins()  # twice is once
    push = Delivery.objects.get(channel="push")
    assert mail.due_at > timezone.now() >= push.due_at
    assert pushing.leads(push) == f"/p/okafor/messages/{conversation.public_id}/"
    assert isinstance(sent(push), Sent)


def test_who_did_not_choose_it_gets_none(cast: Cast, service: PushService) -> None:
    conversation = open_conversation(cast.ana_engagement)
    has(cast.ana, service.browser(), "reminders")
    say(conversation, cast.miriam.person, "Well done.")
    Delivery.objects.update(created_at=timezone.now() - dt.timedelta(seconds=21))
    Device.objects.update(created_at=timezone.now() - dt.timedelta(days=1))
    roads.post_twins()
    assert not Delivery.objects.filter(channel="push").exists()
    assert [one for one in upcoming(cast.ana) if one.channel == "push"] == []


def test_it_is_looked_at_again_just_before_it_goes(cast: Cast, service: PushService) -> None:
    device = has(cast.ana, service.browser())
    delivery = to(cast.ana, AWAY)
    assert roads.may_go(delivery) == ""
    Membership.objects.filter(pk=cast.ana.pk).update(ended_at=timezone.now())
    assert "No device" in roads.may_go(delivery)
    Membership.objects.filter(pk=cast.ana.pk).update(ended_at=None)
    assert roads.may_go(delivery) == ""
    devices.remove(device)
    assert "No device" in roads.may_go(delivery)


def test_the_browser_is_told_what_it_is_about_and_nobody_else(cast: Cast, client: Client) -> None:
    delivery = to(cast.ana)
    url = reverse("outbox:pushed", args=[delivery.public_id])
    client.force_login(cast.ana.person)
    answer = client.get(url)
    said = answer.json()
    assert (said["title"], said["url"], said["tag"]) == ("Okafor Coaching", "/p/okafor/", str(delivery.public_id))
    assert answer["Cache-Control"] == "no-store"
    client.force_login(cast.miriam.person)
    assert client.get(url).status_code == 404
    cast.ana.ended_at = timezone.now()
    cast.ana.save()
    client.force_login(cast.ana.person)
    assert client.get(url).status_code == 404


def test_by_the_page_a_browser_is_added_tried_and_removed(cast: Cast, service: PushService, client: Client) -> None:
    client.force_login(cast.ana.person)
    page = "/p/okafor/settings/devices/"
    assert client.post(f"{page}trial/", follow=True).content.decode().count("Add a device first.") == 1
    for wrong in (
        "",
        "[]",
        "{}",
        json.dumps({"endpoint": "https://x.example/", "keys": {"p256dh": "AA", "auth": "AA"}}),
    ):
        answer = client.post(f"{page}adding/", wrong, content_type="application/json")
        assert (answer.status_code, "error" in answer.json()) == (422, True)
    given = json.dumps(service.browser().subscription)
    answer = client.post(f"{page}adding/", given, content_type="application/json", headers={"User-Agent": CHROME})
    assert (answer.status_code, answer.json()) == (201, {"url": "/p/okafor/settings/mails/"})
    assert "As a notification you get, too" in client.get("/p/okafor/settings/mails/").content.decode()
    assert "Chrome on Android" in client.get(page).content.decode()
    client.post(f"{page}trial/")
    assert isinstance(sent(Delivery.objects.get(channel="push")), Sent)
    client.post(f"{page}{devices.present(cast.ana.person)[0].public_id}/removal/")
    assert "No device gets notifications yet." in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome on Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 "
         "Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
         "Safari/537.36 Edg/140.0.0.0", "Edge on Windows"),
        ("curl/8", "A browser"),
    ],
)  # fmt: skip
def test_a_browser_is_called_as_people_call_it(agent: str, words: str) -> None:
    assert pushing.browser_of(agent) == words
