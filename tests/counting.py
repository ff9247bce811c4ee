"""How many queries a page takes: the same with one row as with thirty."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opencoach.people.models import Membership
from tests.cast import engagement, member

MOST = 12  # queries of any page


def queries(client: Client, path: str) -> int:
    """The queries of one page, after it was asked for once (what is written at the first visit is no part of it)."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        response: HttpResponse = client.get(path)
    assert response.status_code == 200
    return len(asked)


def more_clients(coach: Membership, number: int, **fields: object) -> None:
    """That many more clients of this coach."""
    for index in range(number):
        client = member(coach.practice, f"more{index}-{coach.pk}", Membership.Role.CLIENT)
        engagement(coach, client, **fields)


def same_with_more(client: Client, path: str, add: Callable[[], object]) -> tuple[int, int]:
    """The queries of a page before and after `add()`."""
    before = queries(client, path)
    add()
    return before, queries(client, path)
