"""Nobody but the coach who wrote it: not in a page, not in the database."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from opencoach.lib import keystore
from opencoach.notes import private
from opencoach.notes.actions import notes
from opencoach.notes.actions.writing import Meanwhile, keep, write
from opencoach.notes.models import Note, NoteTemplate
from opencoach.notes.queries.notes import notes_of
from opencoach.sessions.actions import hold
from opencoach.sessions.actions.following_up import note_of
from tests.cast import Cast
from tests.sessions.making import soon

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
CANARY = "Zaunkoenig-7341"


def every_byte() -> bytes:
    """All that stands in the database, as it stands there."""
    found = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                found += b"|".join(
                    bytes(cell) if isinstance(cell, memoryview | bytes) else str(cell).encode() for cell in row
                )
    return found


def test_no_byte_of_it_stands_in_clear(cast: Cast) -> None:
    note = write(notes.begin(cast.ana_engagement, by=cast.miriam), f"{CANARY} one", revision=0, writer="a")
    keep(note)
    with pytest.raises(Meanwhile):
        write(note, f"{CANARY} two", revision=0, writer="b")
    rows = every_byte()
    assert str(note.public_id).replace("-", "").encode() in rows.replace(b"-", b"")  # it looked where notes are
    assert CANARY.encode() not in rows


def test_it_stands_in_no_page_of_anybody_else(cast: Cast, client: Client) -> None:
    session = soon(cast)
    write(note_of(session, by=cast.miriam), f"{CANARY} he is afraid", revision=0)
    hold(session, actor=cast.miriam.person)
    at, of = f"/p/okafor/sessions/{session.public_id}/", f"/p/okafor/clients/{cast.ana_engagement.public_id}/"
    paths = [at, f"{at}follow-up/", f"{at}review/", of, f"{of}notes/", f"{of}sessions/", "/p/okafor/"]
    for who in ("ana", "priya", "devi", "ruben"):
        client.force_login(getattr(cast, who).person)
        for path in paths:
            assert CANARY not in client.get(path, follow=True).content.decode(), (who, path)
    client.force_login(cast.miriam.person)
    assert CANARY in client.get(f"{at}follow-up/").content.decode()
    assert CANARY in client.get(f"{of}notes/").content.decode()


def test_two_coaches_of_one_work_have_each_their_own(cast: Cast, client: Client) -> None:
    cast.ana_engagement.coach_parts.create(membership=cast.devi)
    session = soon(cast)
    first = write(note_of(session, by=cast.miriam), "Miriam's", revision=0)
    second = write(note_of(session, by=cast.devi), "Devi's", revision=0)
    assert note_of(session, by=cast.miriam) == first
    assert private.key_name(first) != private.key_name(second)
    client.force_login(cast.devi.person)
    page = client.get(reverse("sessions:followup", args=["okafor", session.public_id])).content.decode()
    assert "Devi&#x27;s" in page
    assert "Miriam&#x27;s" not in page
    assert client.get(reverse("notes:note", args=["okafor", first.public_id])).status_code == 404


def test_when_the_key_is_destroyed_the_page_says_so(cast: Cast, client: Client) -> None:
    note = write(notes.begin(cast.ana_engagement, by=cast.miriam), CANARY, revision=0)
    keystore.destroy(private.key_name(note))
    client.force_login(cast.miriam.person)
    answer = client.get(reverse("notes:note", args=["okafor", note.public_id]))
    assert "Its key has been destroyed" in answer.content.decode()


def test_notes_are_found_by_their_words_within_one_client(cast: Cast) -> None:
    session = soon(cast)
    write(note_of(session, by=cast.miriam), "## Reality\n\nRui **shouted** at her.", revision=0)
    write(notes.begin(cast.ana_engagement, by=cast.miriam), "Ask about the move", revision=0)
    write(notes.begin(cast.jonas_engagement, by=cast.miriam), "Rui too", revision=0)
    with CaptureQueriesContext(connection) as counted:
        found = notes_of(cast.miriam, cast.ana_engagement, "SHOUTED rui")
    assert [one.words for one in found] == ["Reality Rui shouted at her."]
    assert found[0].origin
    assert len(counted) == 2
    assert len(notes_of(cast.miriam, cast.ana_engagement)) == 2
    assert notes_of(cast.miriam, cast.ana_engagement, "absent") == []


def test_a_new_note_that_stayed_empty_is_begun_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.miriam.person)
    url = reverse("notes:notes", args=["okafor", cast.ana_engagement.public_id])
    assert client.post(url)["location"] == client.post(url)["location"]
    assert Note.objects.count() == 1
    assert "No note yet." in client.get(url).content.decode()


def test_taken_away_and_brought_back(cast: Cast, client: Client) -> None:
    note = write(notes.begin(cast.ana_engagement, by=cast.miriam), "Ask about the move", revision=0)
    client.force_login(cast.miriam.person)
    listed = reverse("notes:notes", args=["okafor", cast.ana_engagement.public_id])
    client.post(reverse("notes:note_removal", args=["okafor", note.public_id]))
    assert "Ask about" not in client.get(listed).content.decode()
    client.post(reverse("notes:note_restoration", args=["okafor", note.public_id]))
    assert "Ask about" in client.get(listed).content.decode()


def test_a_coachs_own_template_is_offered_beside_the_usual(cast: Cast, client: Client) -> None:
    client.force_login(cast.miriam.person)
    client.post(reverse("notes:template_new", args=["okafor"]), {"title": "My five", "body": "## What moved?"})
    note = notes.begin(cast.ana_engagement, by=cast.miriam)
    page = client.get(reverse("notes:note", args=["okafor", note.public_id])).content.decode()
    assert all(name in page for name in ("GROW", "CLEAR", "Free", "My five"))
    client.post(reverse("notes:template_archiving", args=["okafor", NoteTemplate.objects.get().public_id]))
    assert "My five" not in client.get(reverse("notes:note", args=["okafor", note.public_id])).content.decode()
