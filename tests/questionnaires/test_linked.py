"""Questions answered from a mail: without signing in, for whoever has the mail, who reads nothing that was answered."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from opencoach.people.actions.engagement import end_engagement
from opencoach.questionnaires import linked, private
from opencoach.questionnaires.actions import responding
from opencoach.questionnaires.drafting import Draft
from opencoach.questionnaires.models import Response
from tests.cast import Cast
from tests.questionnaires.making import EVERY_KIND, asked

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOW = dt.datetime(2027, 3, 1, 10, 0, tzinfo=dt.UTC)
FIRST = {"page": "1", "do": "next", "shown": "sleep", "a.sleep": "4"}


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def found(cast: Cast, clock: Any) -> Response:
    return asked(cast)


@pytest.fixture
def path(cast: Cast, found: Response) -> str:
    """The link of the mail, as its path."""
    return f"/answer/{linked.token_of(found, cast.ana, sent=timezone.now())}/"


def values(response: Response) -> dict[str, Any]:
    response.refresh_from_db()
    return dict(Draft.of(private.unseal(response, "answers")).values)


def test_looking_changes_nothing_and_answering_sends_it(cast: Cast, client: Client, found: Response, path: str) -> None:
    before = Response.objects.values().get()
    for ask in (client.get, client.head):
        assert ask(path).status_code == 200
    assert [client.get(f"{path}{part}/").status_code for part in ("answers", "uploads")] == [405, 405]
    assert Response.objects.values().get() == before
    assert "How well did you sleep?" in client.get(path).content.decode()
    on = client.post(path, FIRST)
    assert on.headers["Location"] == f"{path}?page=2"
    client.post(path, {"page": "2", "do": "submit", "revision": "1", "a.wish": "A plan for Rui"})
    assert values(found) == {"sleep": 4, "wish": "A plan for Rui"}
    assert (found.state, found.person) == (Response.State.SUBMITTED, cast.ana.person)
    shown = client.get(path).content.decode()
    assert "Your answers went to your coach on Monday 1 March." in shown
    assert "Rui" not in shown
    client.post(path, {"page": "2", "do": "submit", "revision": "1", "a.wish": "Another"})
    assert values(found) == {"sleep": 4, "wish": "A plan for Rui"}


def test_what_is_wrong_is_said_and_what_was_typed_is_there(cast: Cast, client: Client, clock: Any) -> None:
    every = f"/answer/{linked.token_of(asked(cast, EVERY_KIND), cast.ana, sent=timezone.now())}/"
    wrong = client.post(every, {"page": "1", "do": "next", "a.hours": "seven"})
    assert (wrong.status_code, 'value="seven"' in wrong.content.decode()) == (422, True)


def test_another_browser_reads_nothing_of_what_was_begun(client: Client, found: Response, path: str) -> None:
    client.post(path, FIRST)
    assert 'value="4" checked' in client.get(f"{path}?page=1").content.decode()
    other = Client()
    shown = other.get(f"{path}?page=1").content.decode()
    assert "Something is written here already" in shown
    assert "How well" not in shown
    sent = other.post(path, {"page": "2", "do": "submit", "revision": "0", "a.wish": "Typed elsewhere"})
    assert (sent.status_code, "Typed elsewhere" in sent.content.decode()) == (409, True)
    for part in ("answers", "uploads"):
        assert other.post(f"{path}{part}/", {"page": "1", "changed": "sleep", "a.sleep": "1"}).status_code == 410
    assert values(found) == {"sleep": 4}


def test_what_was_begun_when_signed_in_is_not_shown(cast: Cast, client: Client, found: Response, path: str) -> None:
    responding.save(found, {"sleep": 2, "why": "Noise"}, ["sleep", "why"], base=0)
    assert "Noise" not in client.get(path).content.decode()
    client.force_login(cast.ana.person)
    assert client.get(path).headers["Location"] == f"/p/okafor/questionnaires/{found.public_id}/"
    client.force_login(cast.tomas.person)
    assert "Noise" not in client.get(path).content.decode()


def test_a_script_saves_as_somebody_types(client: Client, found: Response, path: str) -> None:
    kept = client.post(f"{path}answers/", {"page": "1", "revision": "0", "changed": "sleep", "a.sleep": "5"})
    assert (kept.status_code, kept.json()["revision"]) == (200, 1)
    assert client.get(path).status_code == 200
    assert "Something is written" not in client.get(path).content.decode()
    assert values(found) == {"sleep": 5}


def test_a_link_ends_with_its_time_its_question_and_the_work(
    cast: Cast, client: Client, clock: Any, found: Response, path: str
) -> None:
    theirs = linked.token_of(found, cast.tomas, sent=timezone.now())
    assert client.get(f"/answer/{theirs}/").status_code == 410
    assert client.get("/answer/made-up/").status_code == 404
    clock.shift(dt.timedelta(days=31))
    assert client.get(path).status_code == 410
    clock.shift(dt.timedelta(days=-31))
    responding.withdraw(found, by=cast.miriam)
    assert "not asked of you any more" in client.get(path).content.decode()
    end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    assert client.get(path).status_code == 410
    assert client.post(path, FIRST).status_code == 410
