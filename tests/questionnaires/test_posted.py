"""Invented questionnaires answered by form, through the real page: what comes out is what the engine says."""

from typing import Any

import pytest
from django.test import Client

from opencoach.questionnaires import outcomes, private
from opencoach.questionnaires.models import Response
from opencoach.questionnaires.queries.definitions import definition_of
from tests.cast import Cast
from tests.questionnaires.forms import Asking, invented, kept, typed
from tests.questionnaires.vectors import plain, said

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
FIRST = 20_000
PARTS = 4  # so that two processes share them
NEEDED = (
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
)


@pytest.fixture
def straight(settings: Any) -> None:
    """From the address to the page without what stands before every page, and has tests of its own."""
    assert set(NEEDED) <= set(settings.MIDDLEWARE)
    settings.MIDDLEWARE = list(NEEDED)


@pytest.mark.usefixtures("straight")
@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_sent_by_form_comes_to_what_the_engine_says(client: Client, cast: Cast, full: bool, part: int) -> None:
    client.force_login(cast.ana.person, backend="django.contrib.auth.backends.ModelBackend")
    asking = Asking(cast)
    count, sent, told = (10_000 if full else 80) // PARTS, 0, 0
    for seed in range(FIRST + part * count, FIRST + (part + 1) * count):
        definition, answers = invented(seed)
        found = asking.ask(definition)
        standing = fill_in(client, found, definition, answers)
        engine = said(definition, answers)
        values = {key: single(plain(standing.outcome.values.get(key))) for key in engine["results"]}
        assert values == {key: single(value) for key, value in engine["results"].items()}, seed
        assert sorted(standing.outcome.shown) == engine["shown"], seed
        told += sum(value is not None for value in values.values())
        if not standing.problems:
            sent += 1
            submit(client, found, definition, answers, standing)
            scores = private.unseal(found, "scores") or {}
            assert {key: one["value"] for key, one in scores.items()} == {
                one["id"]: engine["results"][one["id"]] for one in definition["scores"]
            }, seed
            assert set(kept(found)) <= set(engine["shown"]), seed
    assert sent > count / 4
    assert told > count / 2


def single(value: Any) -> Any:
    """A list is only as long as it was answered: a form doesn't tell blank cells and rows from none."""
    return bool(value) if isinstance(value, list) else value


def fill_in(client: Client, found: Response, definition: dict[str, Any], answers: dict[str, Any]) -> outcomes.Standing:
    """Page by page, and again while pages come up; a page that is hidden can't be filled in."""
    seen: set[str] = set()
    while True:
        standing = outcomes.standing(definition_of(found.version), kept(found))
        visible = {page["id"] for page in definition["pages"] if standing.shows_page(page["id"])}
        if not visible - seen:
            return standing
        for number, page in enumerate(definition["pages"], start=1):
            if page["id"] in visible - seen:
                send(client, found, form(found, page, number, answers, "stay"))
        seen |= visible


def submit(
    client: Client,
    found: Response,
    definition: dict[str, Any],
    answers: dict[str, Any],
    standing: outcomes.Standing,
) -> None:
    shown = [(at, page) for at, page in enumerate(definition["pages"], start=1) if standing.shows_page(page["id"])]
    number, page = (shown or [(1, definition["pages"][0])])[-1]
    ids = " ".join(item["id"] for item in page["items"])
    send(client, found, form(found, page, number, answers, "submit") | {"shown": ids})
    found.refresh_from_db()
    assert found.state == Response.State.SUBMITTED


def send(client: Client, found: Response, fields: dict[str, Any]) -> None:
    assert client.post(url(found), fields).status_code == 302
    client.cookies.pop("messages", None)  # nobody opens the page that would say them: they would pile up


def form(found: Response, page: dict[str, Any], number: int, answers: dict[str, Any], pressed: str) -> dict[str, Any]:
    fields: dict[str, Any] = {"page": str(number), "do": pressed, "revision": str(found.revision)}
    for item in page["items"]:
        if item["id"] in answers:
            fields |= typed(item, answers[item["id"]])
    return fields


def url(found: Response) -> str:
    return f"/p/okafor/questionnaires/{found.public_id}/"
