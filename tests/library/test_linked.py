"""A material read from its mail, without signing in: looking notes nothing, a button does."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from opencoach.library import linked, mails
from opencoach.library.actions import sending
from opencoach.library.models import Share
from opencoach.outbox.models import Delivery
from opencoach.people.actions.engagement import end_engagement
from tests.cast import Cast
from tests.library.making import PDF, of_file, shared, text

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOW = dt.datetime(2027, 3, 1, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def path_of(share: Share) -> str:
    return f"/material/{linked.token_of(share, sent=timezone.now())}/"


def test_it_is_read_and_done_without_signing_in(cast: Cast, client: Client, clock: Any) -> None:
    share = shared(cast, note="For Thursday.")
    path = path_of(share)
    before = Share.objects.values().get()
    for ask in (client.get, client.head):
        assert ask(path).status_code == 200
    shown = client.get(path).content.decode()
    assert ("Breathe" in shown, "For Thursday" in shown) == (True, False)
    assert Share.objects.values().get() == before
    client.post(f"{path}completion/")
    share.refresh_from_db()
    assert share.done_at == NOW
    client.post(f"{path}resumption/")
    share.refresh_from_db()
    assert share.done_at is None


def test_its_file_comes_and_no_other(cast: Cast, client: Client, clock: Any) -> None:
    path = path_of(shared(cast, of_file(cast.miriam)))
    assert b"".join(client.get(f"{path}file/")) == PDF
    assert client.get(f"{path}thumbnail/").status_code == 404
    assert client.get(f"{path_of(shared(cast))}file/").status_code == 404


def test_a_link_ends_with_its_time_when_it_is_taken_back_and_with_the_work(
    cast: Cast, client: Client, clock: Any
) -> None:
    share = shared(cast)
    path = path_of(share)
    clock.shift(dt.timedelta(days=61))
    assert client.get(path).status_code == 410
    clock.shift(dt.timedelta(days=-61))
    sending.withdraw(share, by=cast.miriam)
    assert [client.get(path).status_code, client.post(f"{path}completion/").status_code] == [410, 410]
    sending.give_back(share, by=cast.miriam)
    assert client.get(path).status_code == 200
    end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    assert client.get(path).status_code == 410
    assert client.get("/material/made-up/").status_code == 404


def test_whose_mails_others_read_signs_in(cast: Cast, clock: Any) -> None:
    cast.ana.preferences = {**cast.ana.preferences, "mail_words": False}
    cast.ana.save(update_fields=["preferences"])
    share = shared(cast, text(cast.miriam))
    rendered = mails.render(Delivery.objects.get(kind=sending.KIND))
    assert f"/materials/{share.public_id}/" in rendered.text
    assert "/material/" not in rendered.text


def test_who_looks_at_the_mail_gets_no_link(cast: Cast, clock: Any) -> None:
    shared(cast)
    delivery = Delivery.objects.get(kind=sending.KIND)
    delivery.previewing = True
    assert "/material/hidden/" in mails.render(delivery).text
