"""The pages of signing in are ours: the words, and the look of the house."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.template import Template
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from opencoach.onboarding.actions.begin import person_at
from opencoach.people.models import Person
from tests.access.matrix.account import OPEN, SIGNED_IN
from tests.cast import Cast
from tests.signing import sign_in

pytestmark = pytest.mark.django_db
WORDLESS = {"mfa/webauthn/snippets/login_script.html"}
WORD = "three blue bicycles"


@pytest.fixture
def devi(client: Client, cast: Cast) -> Client:
    """Somebody who uses all of it and signed in a moment ago."""
    cache.clear()
    person = person_at(cast.devi.person.email)
    person.set_password(WORD)
    person.save()
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(person)
    sign_in(client, person)
    return client


def paths() -> list[str]:
    return [reverse(name) for name in (OPEN + SIGNED_IN).split()]


@pytest.mark.parametrize(
    "name",
    [
        "account/confirm_email_verification_code.html",
        "mfa/authenticate.html",
        "mfa/webauthn/authenticator_list.html",
        "mfa/webauthn/authenticator_confirm_delete.html",
        "mfa/webauthn/edit_form.html",
        "mfa/webauthn/reauthenticate.html",
    ],
)
def test_a_page_that_needs_a_device_or_a_mail_is_ours_too(name: str) -> None:
    assert is_ours(get_template(name).template)  # type: ignore[attr-defined]


def is_ours(template: Template) -> bool:
    return "opencoach" in str(template.origin).rpartition("site-packages")[2]


def test_every_page_is_of_our_making(devi: Client) -> None:
    foreign, shown = set(), 0
    for client in (devi, Client()):
        for path in paths():
            answer = client.get(path)
            shown += answer.status_code == 200
            for template in answer.templates:
                if str(template.name).endswith(".html") and not is_ours(template):
                    foreign.add(str(template.name))
    assert {name for name in foreign if not name.startswith("django/")} - WORDLESS == set()
    assert shown > 20


def test_every_field_has_a_label_that_stays(devi: Client) -> None:
    bare = []
    for client in (devi, Client()):
        for path in paths():
            page = client.get(path).content.decode(errors="replace")
            for field in re.findall(r"<(?:input|textarea|select)\b[^>]*>", page):
                found = re.search(r'\bid="([^"]+)"', field)
                if 'type="hidden"' in field or 'role="combobox"' in field:
                    continue
                if "placeholder" in field or not found or f'<label for="{found[1]}"' not in page:
                    bare.append((path, field))
    assert bare == []


def test_a_new_password_signs_the_other_devices_out_and_not_this_one(client: Client, cast: Cast) -> None:
    cache.clear()
    person_at(cast.tomas.person.email)
    person = Person.objects.get(pk=cast.tomas.person.pk)
    person.set_password(WORD)
    person.save()
    said = {"login": person.email, "password": WORD}
    other = Client()
    for one in (client, other):
        assert one.post("/account/login/", said).status_code == 302
    new = "four green bicycles"
    said = {"oldpassword": WORD, "password1": new, "password2": new}
    answer = client.post("/account/password/change/", said, follow=True)
    assert answer.redirect_chain[-1][0] == "/p/okafor/settings/security/"
    assert "The new password is set." in answer.content.decode()
    assert other.get("/p/okafor/").status_code == 302


def test_what_is_wrong_is_said_in_our_words(client: Client, cast: Cast) -> None:
    cache.clear()
    person_at(cast.tomas.person.email)
    page = client.post("/account/login/", {"login": "tomas@example.org", "password": "no"}).content.decode()
    assert "Address and password don’t belong together." in page
