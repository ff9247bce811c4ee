import re

import pytest
from django.test import Client

from opencoach.people.queries.clients import fold
from tests.cast import Cast, engagement, member
from tests.counting import MOST, more_clients, same_with_more

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def names(client: Client, who: object, query: str = "") -> list[str]:
    client.force_login(who)
    page = client.get(f"/p/okafor/clients/{query}")
    assert page.status_code == 200
    return re.findall(r'<p class="row-title clip"><a href="[^"]+" title="([^"]+)"', page.content.decode())


def test_a_coach_sees_their_own_by_name(client: Client, cast: Cast) -> None:
    assert names(client, cast.devi.person) == ["Tomás Ferreira"]
    assert names(client, cast.miriam.person) == [
        "Ana Kovačević",
        "Jonas Weber",
        "New finance leads",
        "Priscilla Vance",
        "Tomás Ferreira",
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=KOVACEVIC", ["Ana Kovačević"]),
        ("?q=ana+kova", ["Ana Kovačević"]),
        ("?q=tanaka", ["New finance leads"]),
        ("?q=nobody", []),
        ("?status=ended", ["Leila Haddad"]),
        ("?status=invited", ["Priscilla Vance"]),
        ("?status=all&q=l", ["Leila Haddad", "New finance leads", "Priscilla Vance"]),
        ("?status=nonsense&sort=nonsense&page=nonsense&q=ana&more=1", ["Ana Kovačević", "New finance leads"]),
        ("?page=99999999999999999999&q=jonas", ["Jonas Weber"]),
        ("?q=%00", None),
        ("?q=%25", []),
    ],
)
def test_finding(query: str, expected: list[str] | None, client: Client, cast: Cast) -> None:
    found = names(client, cast.miriam.person, query)
    assert found == (names(client, cast.miriam.person) if expected is None else expected)


def test_orders(client: Client, cast: Cast) -> None:
    newest = names(client, cast.miriam.person, "?sort=newest")
    assert (newest[0], newest[-1]) == ("Priscilla Vance", "Ana Kovačević")
    assert names(client, cast.miriam.person, "?sort=status")[0] == "Jonas Weber"


def test_the_address_says_what_is_shown(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    for asked, path in (("?q=+ana+&status=&sort=name", "?q=ana"), ("?q=&status=&sort=name", "")):
        page = client.get(f"/p/okafor/clients/{asked}", headers={"HX-Request": "true"})
        assert page.headers["HX-Replace-Url"] == f"/p/okafor/clients/{path}"


def test_five_hundred_are_paged_without_losing_one(client: Client, cast: Cast) -> None:
    more_clients(cast.devi, 120)
    pages = [names(client, cast.devi.person, f"?page={page}") for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [40, 40, 40, 1]
    assert len({name for page in pages for name in page}) == 121


def test_what_it_is_about_is_for_its_coach(client: Client, cast: Cast) -> None:
    client.force_login(cast.priya.person)
    page = client.get("/p/okafor/clients/").content.decode()
    assert "with Miriam Okafor" in page
    assert "Executive" not in page


def test_names_are_shown_as_text(client: Client, cast: Cast) -> None:
    odd = member(cast.practice, "odd", "client", display_name="<script>alert(1)</script>")
    engagement(cast.devi, odd)
    client.force_login(cast.devi.person)
    page = client.get("/p/okafor/clients/?q=<script>").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("who", ["devi", "miriam", "priya"])
def test_as_many_queries_with_one_row_as_with_thirty(who: str, client: Client, cast: Cast) -> None:
    client.force_login(cast.people()[who])
    before, after = same_with_more(client, "/p/okafor/clients/", lambda: more_clients(cast.devi, 30))
    assert before == after <= MOST


def test_folding() -> None:
    assert fold("Þórður STRAßE Kovačević ﬁ") == "þorður strasse kovacevic fi"
