"""Settings → Deliveries: what a coach sees and can do about a mail."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from opencoach.outbox.models import Delivery, Suppression, Worker
from opencoach.people.models import Event
from tests.cast import Cast

State = Delivery.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def miriam(cast: Cast, client: Client) -> Client:
    client.force_login(cast.miriam.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def to_ana(cast: Cast, deliver):
    def make(**fields) -> Delivery:
        return deliver(
            cast.ana.person.email,
            practice=cast.practice,
            engagement=cast.ana_engagement,
            person=cast.ana.person,
            **fields,
        )

    return make


def page(delivery: Delivery | None = None, name: str = "delivery") -> str:
    if delivery is None:
        return reverse("outbox:deliveries", args=["okafor"])
    return reverse(f"outbox:{name}", args=["okafor", delivery.public_id])


def test_the_list_names_people_and_reasons(miriam: Client, to_ana) -> None:
    to_ana()
    Delivery.objects.update(state=State.FAILED, reason="The mail server refused this address: 550")
    text = miriam.get(page()).content.decode()
    assert "Ana Kovačević" in text
    assert "Reminder" in text
    assert "The mail server refused this address: 550" in text
    assert "Ana Kovačević" not in miriam.get(page() + "?state=sent").content.decode()
    assert miriam.get(page() + "?state=nonsense").status_code == 404


def test_as_many_queries_for_thirty_as_for_one(miriam: Client, to_ana, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    to_ana()
    miriam.get(page())
    with CaptureQueriesContext(connection) as one:
        miriam.get(page())
    for _n in range(29):
        to_ana()
    with CaptureQueriesContext(connection) as thirty:
        miriam.get(page())
    assert len(thirty) == len(one) <= 12


def test_hundreds_are_turned_over_page_by_page(miriam: Client, to_ana) -> None:
    for _n in range(120):
        to_ana()
    assert "Page 1 of 3" in miriam.get(page()).content.decode()
    assert "Page 3 of 3" in miriam.get(page() + "?page=3").content.decode()


def test_send_it_again(miriam: Client, to_ana) -> None:
    delivery = to_ana()
    Delivery.objects.update(state=State.FAILED, reason="refused", attempts=3, finished_at=timezone.now())
    miriam.post(page(delivery, "delivery_retrial"))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason, delivery.attempts) == (State.WAITING, "", 0)
    assert Event.objects.get(verb="delivery.retried").thing == delivery.public_id


def test_what_has_gone_does_not_go_twice(miriam: Client, to_ana) -> None:
    delivery = to_ana()
    Delivery.objects.update(state=State.SENT)
    miriam.post(page(delivery, "delivery_retrial"))
    miriam.post(page(delivery, "delivery_cancellation"))
    delivery.refresh_from_db()
    assert delivery.state == State.SENT


def test_do_not_send_it(miriam: Client, to_ana) -> None:
    delivery = to_ana(secret={"code": "1"})
    miriam.post(page(delivery, "delivery_cancellation"))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == (State.SKIPPED, "Miriam Okafor chose not to send it.")
    assert delivery.secret is None


def test_a_preview_shows_no_secret(miriam: Client, to_ana) -> None:
    delivery = to_ana(secret={"code": "418205"})
    response = miriam.get(page(delivery, "delivery_preview"))
    assert "Number 0" in response.content.decode()
    assert "418205" not in response.content.decode()
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_preview_of_what_is_gone_says_so(miriam: Client, to_ana) -> None:
    delivery = to_ana(payload={"broken": True})
    assert "not there any more" in miriam.get(page(delivery, "delivery_preview")).content.decode()


def test_a_code_is_never_previewed(miriam: Client, to_ana) -> None:
    delivery = to_ana(kind="test.code", secret={"code": "418205"})
    assert miriam.get(page(delivery, "delivery_preview")).status_code == 404


def test_write_to_a_refused_address_again(miriam: Client, to_ana, cast: Cast) -> None:
    delivery = to_ana()
    refused = Suppression.objects.create(address="ana@example.org", reason="550 No such user")
    ended = Suppression.objects.create(
        address="ana@example.org", practice=cast.practice, scope="test.reminders", reason="They unsubscribed."
    )
    assert "550 No such user" in miriam.get(page(delivery)).content.decode()
    miriam.post(page(delivery, "suppression_lifting"))
    refused.refresh_from_db()
    ended.refresh_from_db()
    assert refused.lifted_at is not None
    assert ended.lifted_at is None  # only they can


def test_without_a_mail_server_the_owner_reads_what_to_do(miriam: Client, to_ana) -> None:
    to_ana()
    text = miriam.get(page()).content.decode()
    assert "No mail server is set" in text
    assert "anymail+postmark://" in text
    home = miriam.get(reverse("dashboard:today", args=["okafor"])).content.decode()
    assert "Mail waits here until a mail server is set. Nothing is lost." in home


def test_others_are_not_told(cast: Cast, client: Client, to_ana) -> None:
    to_ana()
    client.force_login(cast.ana.person, backend="django.contrib.auth.backends.ModelBackend")
    assert "Mail waits" not in client.get(reverse("dashboard:today", args=["okafor"])).content.decode()


def test_a_server_that_refuses_is_named_on_every_page(miriam: Client, settings) -> None:
    settings.MAIL_URL = "smtp://127.0.0.1:1"
    Worker.objects.create(
        name="w", paused={"email": {"problem": "127.0.0.1:1 cannot be reached", "since": timezone.now().isoformat()}}
    )
    home = miriam.get(reverse("dashboard:today", args=["okafor"])).content.decode()
    assert "Mail waits: 127.0.0.1:1 cannot be reached" in home
