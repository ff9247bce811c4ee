"""A number is somebody's once a code came back from it; what they agreed to is kept with words, time and road."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from opencoach.outbox.actions import numbers
from opencoach.outbox.models import Delivery, Number, TextConsent
from opencoach.people.refusal import Refused
from tests.cast import Cast
from tests.texting import ANA

pytestmark = pytest.mark.django_db
PAGE = "/p/okafor/settings/number/"


@pytest.fixture(autouse=True)
def _a_gateway(settings: Any) -> None:
    settings.TEXT_URL = "kannel://user:password@127.0.0.1:9?from=4915112345678"


def test_without_a_gateway_no_code_is_promised(client: Any, cast: Cast, settings: Any) -> None:
    settings.TEXT_URL = ""
    client.force_login(cast.ana.person)
    answer = client.post(f"{PAGE}code/", {"number": "+49 1511 2345678"})
    page = answer.content.decode()
    assert (answer.status_code, Delivery.objects.count()) == (422, 0)
    assert "No text gateway is set" in page
    assert "+49 1511 2345678" in page


def code_of() -> str:
    return Delivery.objects.filter(kind="text_code").latest("pk").secrets["code"]


def test_from_the_page_to_the_number(client: Any, cast: Cast) -> None:
    client.force_login(cast.ana.person)
    answer = client.post(f"{PAGE}code/", {"number": "+49 1511 2345678"})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    row = Delivery.objects.get(kind="text_code")
    assert (row.channel, row.address, row.urgent) == ("sms", ANA, True)
    assert row.secrets["code"] not in str(row.payload)
    assert "A code is on its way" in client.get(PAGE).content.decode()

    assert client.post(f"{PAGE}code/", {"code": code_of()}).status_code == 422  # they have not agreed
    answer = client.post(f"{PAGE}code/", {"code": code_of(), "agreed": "on"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("outbox:habits", args=["okafor"]))
    consent = TextConsent.objects.get()
    assert (consent.road, consent.withdrawn_at) == ("page", None)
    assert consent.wording.startswith("Okafor Coaching may send me texts")
    page = client.get(PAGE).content.decode()
    assert consent.wording in page.replace("&#x27;", "'")
    cast.ana.refresh_from_db()
    assert cast.ana.phone == ANA

    client.post(f"{PAGE}ending/")
    consent.refresh_from_db()
    assert (consent.withdrawn_road, consent.withdrawn_at is not None) == ("page", True)
    client.post(f"{PAGE}consent/")
    assert TextConsent.objects.filter(withdrawn_at=None).count() == 1
    client.post(f"{PAGE}removal/")
    assert numbers.number_of(cast.ana) is None
    assert TextConsent.objects.filter(withdrawn_road="gone").count() == 1


@pytest.mark.parametrize("typed", ["0151 2345678", "+49 1", "my phone", "+49 1511 2345678\x00"])
def test_what_is_no_number_stays_as_typed(client: Any, cast: Cast, typed: str) -> None:
    client.force_login(cast.ana.person)
    answer = client.post(f"{PAGE}code/", {"number": typed})
    assert answer.status_code == 422
    assert not Number.objects.exists()


def test_five_wrong_codes_end_the_code(cast: Cast) -> None:
    numbers.ask_code(cast.ana, ANA)
    good = code_of()
    wrong = "000000" if good != "000000" else "111111"
    for left in (4, 3, 2, 1):
        with pytest.raises(Refused, match=f"{left} tries"):
            numbers.confirm(cast.ana, wrong, "Texts may come.")
    with pytest.raises(Refused, match="five times"):
        numbers.confirm(cast.ana, wrong, "Texts may come.")
    with pytest.raises(Refused, match="No code is out"):
        numbers.confirm(cast.ana, good, "Texts may come.")
    assert Number.objects.get().confirmed_at is None


def test_a_code_holds_ten_minutes(cast: Cast) -> None:
    numbers.ask_code(cast.ana, ANA)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)), pytest.raises(Refused, match="ten minutes"):
        numbers.confirm(cast.ana, code_of(), "Texts may come.")


def test_a_code_opens_no_other_number(cast: Cast) -> None:
    numbers.ask_code(cast.ana, ANA)
    first = code_of()
    numbers.ask_code(cast.ana, "+4915187654321")
    with pytest.raises(Refused):
        numbers.confirm(cast.ana, first, "Texts may come.")
    assert numbers.number_of(cast.ana).number == "+4915187654321"  # type: ignore[union-attr]


def test_nobody_is_flooded_with_codes(cast: Cast) -> None:
    for _time in range(numbers.A_NUMBER):
        numbers.ask_code(cast.ana, ANA)
    with pytest.raises(Refused, match="Too many"):
        numbers.ask_code(cast.tomas, ANA)
    assert Delivery.objects.filter(kind="text_code").count() == numbers.A_NUMBER


def test_a_number_that_texted_stop_gets_no_code(cast: Cast, text_in) -> None:
    text_in("Stop")
    with pytest.raises(Refused, match="START"):
        numbers.ask_code(cast.ana, ANA)
    text_in("START")
    numbers.ask_code(cast.ana, ANA)
