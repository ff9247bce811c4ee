"""Saved while it is written: nothing is lost, by two tabs, a lost answer or a slip."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from opencoach.notes import private
from opencoach.notes.actions import notes
from opencoach.notes.actions.writing import LONGEST, Meanwhile, bring_back, write
from opencoach.notes.models import Earlier, Note
from opencoach.notes.queries.notes import earlier_of
from opencoach.people.actions.engagement import end_engagement
from opencoach.people.refusal import Refused
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOW = dt.datetime(2027, 3, 1, 10, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def note(cast: Cast) -> Note:
    return notes.begin(cast.ana_engagement, by=cast.miriam)


def text(note: Note) -> str | None:
    note.refresh_from_db()
    return private.unseal(note)


def earlier(note: Note) -> list[str | None]:
    return [private.unseal(note, bytes(one.words)) for one in earlier_of(note)]


def test_a_page_goes_on_writing_though_it_never_heard_that_it_was_saved(note: Note) -> None:
    write(note, "One", revision=0, writer="tab")
    write(note, "One two", revision=0, writer="tab")  # the answer was lost
    assert write(note, "One two", revision=0, writer="tab").revision == 2
    assert text(note) == "One two"


def test_two_tabs_lose_no_words(note: Note) -> None:
    write(note, "Begun", revision=0, writer="first")
    write(note, "Begun here", revision=1, writer="first")
    with pytest.raises(Meanwhile) as told:
        write(note, "Begun there", revision=1, writer="second")
    assert (told.value.text, told.value.revision) == ("Begun here", 2)
    assert text(note) == "Begun here"
    assert "Begun there" in earlier(note)  # also where the second tab is closed now
    write(note, "Begun here and there", revision=2, writer="second")
    with pytest.raises(Meanwhile):
        write(note, "Begun here!", revision=2, writer="first")
    assert text(note) == "Begun here and there"


def test_the_same_words_from_two_tabs_are_no_conflict(note: Note) -> None:
    write(note, "Same", revision=0, writer="first")
    assert write(note, "Same", revision=0, writer="second").revision == 1


def test_what_came_too_late_is_kept_once(note: Note) -> None:
    write(note, "Here", revision=0, writer="first")
    for _time in range(3):
        with pytest.raises(Meanwhile):
            write(note, "There", revision=0, writer="second")
    assert earlier(note) == ["There"]


def test_a_version_is_kept_every_few_minutes_and_before_much_is_taken_away(note: Note) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        Note.objects.filter(pk=note.pk).update(created_at=NOW)
        for number in range(60):  # ten minutes of typing
            clock.shift(10)
            write(note, "word " * (number + 1), revision=number, writer="tab")
        assert len(earlier(note)) == 2  # five minutes after the beginning, and five after that
        write(note, "", revision=60, writer="tab")
    assert earlier(note)[0] == "word " * 60
    assert text(note) == ""


def test_an_earlier_one_is_brought_back_and_the_present_one_kept(note: Note) -> None:
    write(note, "A long thought about Rui", revision=0, writer="one")
    write(note, "Short", revision=1, writer="two")
    bring_back(note, Earlier.objects.get(thing=note.public_id))
    assert text(note) == "A long thought about Rui"
    assert "Short" in earlier(note)


def test_too_long_is_said_and_nothing_changes(note: Note) -> None:
    write(note, "Before", revision=0)
    with pytest.raises(Refused, match="Begin another note"):
        write(note, "x" * (LONGEST + 1), revision=1)
    assert text(note) == "Before"


def test_after_the_end_nothing_is_written_any_more(cast: Cast, note: Note) -> None:
    write(note, "Before", revision=0)
    end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    with pytest.raises(Refused, match="stays as it is"):
        write(note, "After", revision=1)


def post(client: Client, note: Note, words: str, revision: int, **more: Any) -> Any:
    url = reverse("notes:note", args=["okafor", note.public_id])
    return client.post(url, {"body": words, "revision": revision, "writer": "tab"}, **more)


def test_the_page_saves_by_itself_and_hears_of_another_tab(cast: Cast, note: Note, client: Client) -> None:
    client.force_login(cast.miriam.person)
    json = {"headers": {"accept": "application/json"}}
    assert post(client, note, "Typed", 0, **json).json() == {"revision": 1}
    write(note, "Elsewhere", revision=1, writer="other")
    answer = post(client, note, "Typed more", 1, **json)
    assert answer.status_code == 409
    assert (answer.json()["text"], answer.json()["revision"]) == ("Elsewhere", 2)
    long = post(client, note, "x" * (LONGEST + 1), 2, **json)
    assert long.status_code == 422
    assert "Begin another note" in long.json()["reason"]


def test_without_javascript_both_texts_stand_there_and_the_next_press_decides(
    cast: Cast, note: Note, client: Client
) -> None:
    client.force_login(cast.miriam.person)
    write(note, "From the other tab", revision=0, writer="other")
    answer = post(client, note, "From this one", 0)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "From the other tab" in page
    assert "From this one" in page
    assert 'name="revision" value="1"' in page
    assert post(client, note, "From this one", 1).status_code == 302
    assert text(note) == "From this one"


def test_a_template_comes_below_what_stands_there(cast: Cast, note: Note, client: Client) -> None:
    client.force_login(cast.miriam.person)
    post(client, note, "First impression", 0)
    url = reverse("notes:note", args=["okafor", note.public_id])
    client.post(url, {"body": "First impression", "revision": 1, "writer": "tab", "do": "begin:grow"})
    words = text(note)
    assert words
    assert words.startswith("First impression\n\n## Goal")
    assert "## Will" in words
