import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from opencoach.onboarding.actions.begin import person_at
from opencoach.onboarding.templatetags.onboarding import device
from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.people.models import Person
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SECURITY = "/p/okafor/settings/security/"


def last_code() -> str:
    return Delivery.objects.filter(kind="account").latest("created_at").secrets["code"]


@pytest.fixture
def signed_in(client: Client, cast: Cast) -> Client:
    """Miriam, who has just come in by an e-mailed code."""
    cache.clear()
    person_at(cast.miriam.person.email)
    client.post("/account/login/code/", {"email": "Miriam@Example.org"})
    client.post("/account/login/code/confirm/", {"code": last_code().lower()})
    return client


def later(client: Client, seconds: int) -> None:
    """As if the sign-in were that long ago."""
    session = client.session
    records = session[AUTHENTICATION_METHODS_SESSION_KEY]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{**one, "at": time.time() - seconds} for one in records]
    session.save()


def test_a_code_signs_in(signed_in: Client) -> None:
    assert signed_in.get("/p/okafor/").status_code == 200


def test_an_unknown_address_sees_the_same_and_hears_that_there_is_no_account(cast: Cast) -> None:
    cache.clear()
    known, unknown = Client(), Client()
    pages = []
    for client, email in ((known, "miriam@example.org"), (unknown, "nobody@example.org")):
        answer = client.post("/account/login/code/", {"email": email})
        assert (answer.status_code, answer["Location"]) == (302, "/account/login/code/confirm/")
        page = client.get(answer["Location"]).content.decode()
        pages.append(page.replace(email, "").split("csrfmiddlewaretoken")[0])
    assert pages[0] == pages[1]
    mail = Delivery.objects.get(kind="account", address="nobody@example.org")
    assert mail.payload["template"] == "unknown_account"
    assert "code" not in mail.secrets
    assert not Person.objects.filter(email="nobody@example.org").exists()


def test_nobody_signs_up_by_themselves(client: Client, cast: Cast) -> None:
    before = Person.objects.count()
    client.post("/account/signup/", {"email": "nobody@example.org"})
    assert Person.objects.count() == before


def test_the_code_is_erased_from_the_payload_and_hidden_in_a_preview(signed_in: Client) -> None:
    delivery = Delivery.objects.filter(kind="account").latest("created_at")
    code = delivery.secrets["code"]
    assert code not in repr(Delivery.objects.filter(pk=delivery.pk).values())
    assert code in ports.kinds["account"].render(delivery).text


def test_another_way_in_is_opened_only_after_a_recent_sign_in(signed_in: Client) -> None:
    assert signed_in.get("/account/2fa/webauthn/add/").status_code == 200
    later(signed_in, 3600)
    for path in ("/account/2fa/webauthn/add/", "/account/2fa/totp/activate/"):
        answer = signed_in.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/confirmation/")


def test_a_code_confirms_and_what_was_asked_for_is_done(signed_in: Client, cast: Cast) -> None:
    later(signed_in, 3600)
    word = "three blue bicycles"
    answer = signed_in.post("/account/password/set/", {"password1": word, "password2": word})
    assert answer["Location"].startswith("/account/confirmation/")
    assert not Person.objects.get(pk=cast.miriam.person.pk).check_password(word)
    signed_in.post(answer["Location"], {"send": "1"})
    assert signed_in.post(answer["Location"], {"code": "AAAAAA"}).status_code == 422
    signed_in.post(answer["Location"], {"code": last_code()})
    assert Person.objects.get(pk=cast.miriam.person.pk).check_password(word)


def test_five_wrong_codes_end_it(signed_in: Client) -> None:
    later(signed_in, 3600)
    url = "/account/confirmation/?next=/account/2fa/webauthn/add/"
    signed_in.post(url, {"send": "1"})
    code = last_code()
    for _ in range(5):
        assert signed_in.post(url, {"code": "AAAAAA"}).status_code == 422
    signed_in.post(url, {"code": code})
    assert signed_in.get("/account/2fa/webauthn/add/").status_code == 302


def test_confirming_leads_nowhere_else(signed_in: Client) -> None:
    later(signed_in, 3600)
    url = "/account/confirmation/?next=https://evil.example/"
    signed_in.post(url, {"send": "1"})
    assert signed_in.post(url, {"code": last_code()})["Location"] == "/account/security/"


def test_a_device_that_was_signed_out_is_refused_at_once(signed_in: Client, cast: Cast) -> None:
    phone = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/605")
    cache.clear()
    phone.post("/account/login/code/", {"email": "miriam@example.org"})
    phone.post("/account/login/code/confirm/", {"code": last_code()})
    assert phone.get("/p/okafor/").status_code == 200
    shown = signed_in.get(SECURITY).content.decode()
    assert "Safari on iPhone" in shown
    row = UserSession.objects.get(session_key=phone.session.session_key)
    assert signed_in.post(f"{SECURITY}{row.pk}/ending/").status_code == 302
    assert phone.get("/p/okafor/").status_code == 302
    assert signed_in.get("/p/okafor/").status_code == 200


def test_nobody_ends_a_sign_in_of_somebody_else(signed_in: Client, client: Client, cast: Cast) -> None:
    row = UserSession.objects.get(user=cast.miriam.person)
    other = Client()
    other.force_login(cast.ana.person)
    assert other.post(f"{SECURITY}{row.pk}/ending/").status_code == 404
    assert UserSession.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/18 Safari/605", "Safari on Mac"),
        ("curl/8", "Another device"),
        ("", "Another device"),
    ],
)
def test_devices_have_names(said: str, shown: str) -> None:
    assert device(said) == shown
