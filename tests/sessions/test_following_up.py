"""After a session: one page for its coach, one summary for both."""

import datetime as dt
import importlib
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from opencoach.notes import private
from opencoach.notes.actions.summaries import share
from opencoach.notes.actions.writing import write as keep_summary
from opencoach.notes.models import Summary
from opencoach.outbox.models import Delivery
from opencoach.people.refusal import Refused
from opencoach.sessions.actions import hold
from opencoach.sessions.actions.following_up import share_summary, summary_of
from opencoach.sessions.actions.packets import Wanted, add_rule
from opencoach.sessions.models import CoachingSession, Packet
from opencoach.sessions.packets import content
from opencoach.sessions.packets.mails import render
from opencoach.sessions.packets.standing import standings
from opencoach.sessions.queries.summaries import summaries
from tests.cast import Cast
from tests.sessions.making import soon

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def session(cast: Cast) -> CoachingSession:
    """Ana's, which has just begun."""
    return soon(cast)


def url(name: str, session: CoachingSession) -> str:
    return reverse(f"sessions:{name}", args=["okafor", session.public_id])


def test_today_leads_to_the_page_and_held_with_its_true_length_leads_back(
    cast: Cast, session: CoachingSession, client: Client
) -> None:
    CoachingSession.objects.filter(pk=session.pk).update(
        starts_at=session.starts_at - dt.timedelta(hours=1), ends_at=session.ends_at - dt.timedelta(hours=1)
    )
    client.force_login(cast.miriam.person)
    assert url("followup", session) in client.get("/p/okafor/").content.decode()
    page = client.get(url("followup", session)).content.decode()
    assert f"{url('holding', session)}?then=followup" in page
    answer = client.post(f"{url('holding', session)}?then=followup", {"became": "held"})
    assert answer["location"] == url("followup", session)
    assert "Correct it" in client.get(url("followup", session)).content.decode()


def write(client: Client, session: CoachingSession, words: str, revision: int, do: str = "") -> Any:
    return client.post(
        url("session_summary", session), {"body": words, "revision": revision, "writer": "tab", "do": do}
    )


def test_the_client_reads_the_summary_once_it_is_shared_and_as_it_was_shared(
    cast: Cast, session: CoachingSession, client: Client
) -> None:
    client.force_login(cast.miriam.person)
    write(client, session, "We spoke of Rui.", 0)
    client.force_login(cast.ana.person)
    assert "We spoke of Rui." not in client.get(url("session", session)).content.decode()
    client.force_login(cast.miriam.person)
    write(client, session, "We spoke of **Rui**.", 1, "share")
    write(client, session, "We spoke of Rui, and half a sen", 2)
    assert "Changed since you shared it" in client.get(url("followup", session)).content.decode()
    for who in ("ana", "miriam"):
        client.force_login(getattr(cast, who).person)
        page = client.get(url("session", session)).content.decode()
        assert "We spoke of <strong>Rui</strong>." in page
        assert "half a sen" not in page
    for who in ("priya", "devi", "ruben"):
        client.force_login(getattr(cast, who).person)
        assert "We spoke" not in client.get(url("session", session)).content.decode()


def test_the_mail_after_it_has_the_summary_as_it_was_formatted(cast: Cast) -> None:
    wanted = Wanted(text="Thank you", summary=True)
    add_rule(cast.ana_engagement, "after", {"after": 3_600}, wanted, by=cast.miriam)
    session = soon(cast)
    hold(session, actor=cast.miriam.person)
    keep_summary(summary_of(session, by=cast.miriam), "We spoke of **Rui**.\n\n<b>Not so</b>", revision=0)
    share_summary(session, by=cast.miriam)
    mail = render(Delivery.objects.get(kind="session_packet"))
    assert "We spoke of <strong>Rui</strong>." in mail.html
    assert "<b>Not so" not in mail.html
    assert "We spoke of **Rui**." in mail.text


def test_what_is_shared_empty_is_refused(cast: Cast, session: CoachingSession) -> None:
    with pytest.raises(Refused, match="few words"):
        share_summary(session, by=cast.miriam)


def test_no_byte_of_a_summary_stands_in_clear(cast: Cast, session: CoachingSession) -> None:
    summary = summary_of(session, by=cast.miriam)
    summary.words = private.seal(summary, "Zaunkoenig")
    summary.save()
    share(summary)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, shared FROM notes_summary")
        cells = [bytes(cell) for cell in cursor.fetchone()]
    assert all(cells)
    assert not any(b"Zaunkoenig" in cell for cell in cells)


def test_summaries_of_packets_become_one_of_the_session(cast: Cast, session: CoachingSession) -> None:
    hold(session, actor=cast.miriam.person)
    wanted = Wanted(text="Thank you", summary=True)
    for words in ("We spoke of Rui.", "And of the move."):
        made = add_rule(cast.ana_engagement, "after", {"after": 3_600}, wanted, by=cast.miriam)
        packet = Packet.objects.create(session=session, rule=made)
        packet.words = content.seal(packet, {"text": "Bye", "summary": words})
        packet.save()
    migration = importlib.import_module("opencoach.sessions.migrations.0013_one_summary")
    migration.move(apps, SimpleNamespace(connection=connection))
    summary = summaries([session])[session.pk]
    assert private.shared(summary) == "We spoke of Rui.\n\nAnd of the move."
    assert [content.words(packet) for packet in Packet.objects.all()] == [{"text": "Bye"}] * 2
    assert [one.content.summary for one in standings([session])] == [private.shared(summary)] * 2
    migration.move(apps, SimpleNamespace(connection=connection))
    assert Summary.objects.count() == 1
