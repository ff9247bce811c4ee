import pytest
from django.test import Client

from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_member_reads_in_their_own_zone(client: Client, cast: Cast) -> None:
    client.force_login(cast.ana.person)
    client.get("/p/okafor/")
    assert client.session["here"] == ["okafor", "Asia/Singapore"]


def test_home_leads_to_the_practice_used_last(client: Client, cast: Cast) -> None:
    client.force_login(cast.ana.person)
    assert client.get("/").headers["Location"] == "/p/okafor/"


def test_private_pages_are_neither_listed_nor_kept(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    page = client.get("/p/okafor/")
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Cache-Control"] == "private, no-store"
