import pytest
from django.test import Client

from opencoach.dashboard.queries.palette import rank
from opencoach.people.models import Membership
from tests.cast import Cast, engagement, member
from tests.counting import more_clients, same_with_more

pytestmark = pytest.mark.django_db


def found(client: Client, who: object, asked: str = "") -> dict[str, list[str]]:
    client.force_login(who)
    groups = client.get("/p/okafor/palette/", {"q": asked}).json()["groups"]
    assert all(set(item) == {"label", "detail", "icon", "url"} for group in groups for item in group["items"])
    return {group["label"]: [item["label"] for item in group["items"]] for group in groups}


def test_people_are_found_without_accents(client: Client, cast: Cast) -> None:
    assert found(client, cast.miriam.person, "kovacevic") == {"People": ["Ana Kovačević"]}
    assert found(client, cast.miriam.person, "mei")["People"] == ["New finance leads"]


def test_everybody_finds_only_what_they_may_open(client: Client, cast: Cast) -> None:
    assert found(client, cast.devi.person)["People"] == ["Tomás Ferreira"]
    assert found(client, cast.devi.person, "ana") == {}
    assert "People" not in found(client, cast.ana.person)
    assert found(client, cast.ana.person, "invite") == {}
    assert found(client, cast.ana.person, "miriam") == {}
    assert found(client, cast.ruben.person, "ana") == {}


def test_verbs_and_pages(client: Client, cast: Cast) -> None:
    assert "Invite a client" in found(client, cast.miriam.person, "invite")["Do"]
    assert found(client, cast.miriam.person, "profile")["Go to"] == ["Your profile"]
    assert "Practice" not in found(client, cast.devi.person)["Go to"]


@pytest.mark.parametrize("odd", ["\x00", "%", "' or 1=1", "a" * 5000, "\u202e", "(((", "*"])
def test_odd_words_find_nothing_and_break_nothing(odd: str, client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    assert client.get("/p/okafor/palette/", {"q": odd}).status_code == 200


def test_the_best_comes_first() -> None:
    names = ["Diana Prince", "Ana Kovačević", "Maria Ana", "Nobody"]
    ranked = {name: rank(["ana"], name) for name in names}
    assert ranked == {"Ana Kovačević": 0, "Maria Ana": 1, "Diana Prince": 2, "Nobody": None}


def test_as_many_queries_with_one_client_as_with_thirty(client: Client, cast: Cast) -> None:
    client.force_login(cast.devi.person)
    engagement(cast.devi, member(cast.practice, "more", Membership.Role.CLIENT))
    before, after = same_with_more(client, "/p/okafor/palette/?q=more", lambda: more_clients(cast.devi, 30))
    assert before == after <= 8
