"""The permission matrix: every URL name × everybody × methods."""

import importlib
import pkgutil

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access import matrix
from tests.access.matrix import EVERYBODY, Row
from tests.access.urls import url_names
from tests.cast import Cast

METHODS = ("get", "post", "put", "patch", "delete")


def all_rows() -> list[Row]:
    modules = (importlib.import_module(f"{matrix.__name__}.{m.name}") for m in pkgutil.iter_modules(matrix.__path__))
    return [row for module in modules for row in module.ROWS]


def test_every_url_name_has_its_row() -> None:
    assert url_names() - {row.name for row in all_rows()} == set()


def test_no_row_is_left_behind() -> None:
    assert {row.name for row in all_rows()} - url_names() == set()


def test_rows_name_people_of_the_cast() -> None:
    known = {*EVERYBODY.split(), "anonymous"}
    named = {who for row in all_rows() for answers in (row.get, row.post) for who in _by_name(answers)}
    assert named <= known


def _by_name(answers: matrix.Answers | None) -> dict[str, int]:
    return {who: status for status, names in (answers or {}).items() for who in names.split()}


@pytest.mark.django_db
@pytest.mark.parametrize("row", all_rows(), ids=str)
def test_row(row: Row, cast: Cast, client: Client) -> None:
    """Ask as everybody, in every way; each request is undone before the next one."""
    url = reverse(row.name, kwargs=row.args(cast))
    data = row.data(cast) if callable(row.data) else row.data
    wrong = {}
    for who, person in {"anonymous": None, **cast.people()}.items():
        client.logout()
        if person is not None:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        for method in METHODS:
            with transaction.atomic():
                sent = {"data": data} if method in {"get", "post"} and data else {}
                response = getattr(client, method)(url, **sent)
                transaction.set_rollback(True)
            if not _is_right(row, method, who, response):
                wrong[f"{method} as {who}"] = response.status_code
    assert wrong == {}


def _is_right(row: Row, method: str, who: str, response: HttpResponse) -> bool:
    answers: matrix.Answers | None = getattr(row, method, None)
    if who == "anonymous" and not row.open:
        return _is_sign_in(response, row)
    if answers is not None:
        return response.status_code == _by_name(answers).get(who, row.otherwise)
    return response.status_code < 500 if row.foreign else response.status_code in {404, 405}


def _is_sign_in(response: HttpResponse, row: Row) -> bool:
    doors = ("/account/login/", "/account/reauthenticate/") if row.foreign else ("/account/login/?next=/",)
    return response.status_code == 302 and response.headers["Location"].startswith(doors)


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
