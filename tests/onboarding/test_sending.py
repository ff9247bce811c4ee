from typing import Any

import pytest
from django.test import Client

from opencoach.onboarding.sending import reach
from tests.cast import Cast

PAGES = ["clients/new/", "clients/import/", "settings/people/new/"]
NO_MAIL = "The invitation waits in Settings → Deliveries"
HERE_ONLY = "open on this machine only"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("http://127.0.0.1:8000", "machine"),
        ("http://localhost:8000", "machine"),
        ("http://[::1]:8000", "machine"),
        ("http://0.0.0.0:8000", "machine"),
        ("http://192.168.1.5:8000", "network"),
        ("http://studio.local", "network"),
        ("http://studio", "network"),
        ("https://coach.example.org", "everywhere"),
        ("https://203.0.113.9", "network"),  # an address for documentation, that nobody has
        ("https://8.8.8.8", "everywhere"),
    ],
)
def test_an_address_says_who_can_open_it(url: str, found: str) -> None:
    assert reach(url) == found


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_whoever_invites_hears_what_stands_in_the_way(path: str, client: Client, cast: Cast, settings: Any) -> None:
    client.force_login(cast.miriam.person)
    page = client.get(f"/p/okafor/{path}").content.decode()
    assert NO_MAIL in page
    assert HERE_ONLY in page
    settings.MAIL_URL, settings.PUBLIC_URL = "smtp://mail.example.org", "https://coach.example.org"
    page = client.get(f"/p/okafor/{path}").content.decode()
    assert NO_MAIL not in page
    assert HERE_ONLY not in page


@pytest.mark.django_db
def test_what_is_said_afterwards_is_true(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    said = {"name": "Nora", "email": "nora@example.org", "specialisation": "life", "zone": "", "allotment_kind": "open"}
    page = client.post("/p/okafor/clients/new/", said, follow=True).content.decode()
    assert "Nora is invited. The mail waits until a mail server is set." in page
