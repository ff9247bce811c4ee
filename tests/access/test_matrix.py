"""The permission matrix is whole, and whoever is outside learns nothing; `test_rows.py` asks."""

import pytest
from django.test import Client

from tests.access.matrix import EVERYBODY
from tests.access.rows import METHODS, all_rows, by_name
from tests.access.urls import url_names
from tests.cast import Cast


def test_every_url_name_has_its_row() -> None:
    assert url_names() - {row.name for row in all_rows()} == set()


def test_no_row_is_left_behind() -> None:
    assert {row.name for row in all_rows()} - url_names() == set()


def test_rows_name_people_of_the_cast() -> None:
    known = {*EVERYBODY.split(), "anonymous"}
    named = {who for row in all_rows() for answers in (row.get, row.post) for who in by_name(answers)}
    assert named <= known


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "path", ["/p/okafor/", "/p/nowhere/", "/p/okafor/clients/no-such/", "/nothing", "/p/okafor", "/healthz/deeper", "/"]
)
def test_anonymous_gets_one_answer_for_every_private_path(method: str, path: str, client: Client, cast: Cast) -> None:
    response = getattr(client, method)(path)
    known = getattr(client, method)("/p/okafor/clients/")
    assert (response.status_code, response.content) == (known.status_code, known.content)
    assert response.headers["Location"] == f"/account/login/?next={path}"
    assert {k: v for k, v in response.headers.items() if k != "Location"} == {
        k: v for k, v in known.headers.items() if k != "Location"
    }


@pytest.mark.django_db
def test_an_outsider_cannot_tell_a_practice_from_none(client: Client, cast: Cast) -> None:
    client.force_login(cast.stranger)
    there, nowhere = client.get("/p/okafor/clients/"), client.get("/p/nowhere/clients/")
    assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content) == (404, there.content)
