"""The permission matrix: every URL name × everybody × methods.

The cast is made and signed in once, in a transaction that is never committed; each row and each request is undone
before the next one. A method that the row gives to nobody (PUT, PATCH and DELETE, as a rule) is asked for by one who
may come in, by somebody of another practice and by nobody; with `--full` by everybody.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from tests.access.matrix import Answers, Row
from tests.access.rows import METHODS, all_rows, by_name
from tests.cast import Cast, build

BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass
class Standing:
    """The cast in the database, the key of everybody's session, and the folder that holds their keys."""

    cast: Cast
    sessions: dict[str, str]
    folder: Path
    browser: Client

    def client(self, who: str) -> Client:
        """The one client, with this person's session and nothing else: to make one takes longer than most answers."""
        self.browser.cookies.clear()
        if who in self.sessions:
            self.browser.cookies[configured.SESSION_COOKIE_NAME] = self.sessions[who]
        return self.browser


@pytest.fixture
def _django_db_helper() -> None:
    """The mark `django_db` says that a database is needed; the transaction is that of `there`."""


@pytest.fixture(scope="module")
def standing(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Standing]:
    folder = tmp_path_factory.mktemp("standing")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DATA=folder, MEDIA_ROOT=folder / "files", KEYS_ROOT=folder / "keys"):
            cast = build()
            sessions = {}
            for who, person in cast.people().items():
                client = Client()
                client.force_login(person, backend=BACKEND)
                sessions[who] = client.cookies[configured.SESSION_COOKIE_NAME].value
        yield Standing(cast, sessions, folder, Client())
        transaction.set_rollback(True)


@pytest.fixture
def there(standing: Standing, settings: Any, own_folder: Path) -> Iterator[Standing]:
    """Everybody as they were, whatever the row before did."""
    settings.DATA = standing.folder
    settings.MEDIA_ROOT, settings.KEYS_ROOT = standing.folder / "files", standing.folder / "keys"
    with transaction.atomic():
        yield Standing(copy.deepcopy(standing.cast), standing.sessions, standing.folder, standing.browser)
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("row", all_rows(), ids=str)
def test_row(row: Row, there: Standing, full: bool) -> None:
    url = reverse(row.name, kwargs=row.args(there.cast))
    data = row.data(there.cast) if callable(row.data) else row.data
    wrong = {}
    for who in ("anonymous", *there.sessions):
        for method in METHODS:
            if not full and is_given_to_nobody(row, method) and who not in {"anonymous", "oskar", an_insider(row)}:
                continue
            sent = {"data": data} if method in {"get", "post"} and data else {}
            with transaction.atomic():
                response = getattr(there.client(who), method)(url, **sent)
                transaction.set_rollback(True)
            if not is_right(row, method, who, response):
                wrong[f"{method} as {who}"] = response.status_code
    assert wrong == {}


def is_given_to_nobody(row: Row, method: str) -> bool:
    return getattr(row, method, None) is None


def an_insider(row: Row) -> str:
    """The first who is named, else the owner."""
    named = [*by_name(row.get), *by_name(row.post)]
    return next((who for who in named if who != "anonymous"), "miriam")


def is_right(row: Row, method: str, who: str, response: HttpResponse) -> bool:
    answers: Answers | None = getattr(row, method, None)
    if who == "anonymous" and not row.open:
        return is_sign_in(response, row)
    if answers is not None:
        return response.status_code == by_name(answers).get(who, row.otherwise)
    return response.status_code < 500 if row.foreign else response.status_code in {404, 405}


def is_sign_in(response: HttpResponse, row: Row) -> bool:
    doors = ("/account/login/", "/account/reauthenticate/") if row.foreign else ("/account/login/?next=/",)
    return response.status_code == 302 and response.headers["Location"].startswith(doors)
