import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from opencoach.people.models import Engagement
from opencoach.sessions import private
from opencoach.sessions.actions import cancel, hold
from opencoach.sessions.models import CoachingSession
from tests.cast import Cast, engagement, member
from tests.counting import MOST, queries
from tests.sessions.making import asked_for, soon, upcoming

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def page(client: Client, cast: Cast, who: str, path: str) -> str:
    client.force_login(getattr(cast, who).person)
    return client.get(f"/p/okafor/{path}").content.decode()


def one(session: CoachingSession, step: str = "") -> str:
    return f"sessions/{session.public_id}/{step}"


def test_both_see_a_session_on_their_own_clock(client: Client, cast: Cast) -> None:
    session = upcoming(cast)
    start = session.starts_at
    for who, zone, other in (("miriam", "Europe/Berlin", "Ana"), ("ana", "Asia/Singapore", "Miriam Okafor")):
        with timezone.override(zone):
            clock = f"{timezone.localtime(start):%H:%M}"
        for path in ("sessions/", one(session)):
            seen = page(client, cast, who, path)
            assert f"{clock}–" in seen
            assert other in seen


def test_the_assistant_sees_when_and_not_what_for(client: Client, cast: Cast) -> None:
    session = upcoming(cast)
    client.force_login(cast.ana.person)
    client.post(f"/p/okafor/{one(session, 'agenda/')}", {"agenda": "The talk with Rui"})
    assert "The talk with Rui" in page(client, cast, "miriam", one(session))
    seen = page(client, cast, "priya", one(session))
    assert "Coaching session with Ana" in seen
    assert "Rui" not in seen
    assert "What it is to be about" not in seen


def test_what_a_cancellation_means_is_said_before(client: Client, cast: Cast) -> None:
    Engagement.objects.filter(pk=cast.ana_engagement.pk).update(allotment_kind="sessions", allotment_amount=5)
    in_time, late = upcoming(cast, 7), upcoming(cast, 0.6)
    assert "it goes back to your sessions" in page(client, cast, "ana", one(in_time, "cancellation/"))
    assert "it counts as one of your sessions" in page(client, cast, "ana", one(late, "cancellation/"))
    assert "It goes back to what was agreed." in page(client, cast, "miriam", one(late, "cancellation/"))
    assert CoachingSession.objects.filter(status="booked").count() == 2  # to look changes nothing
    assert "3 of 5 sessions left" in page(client, cast, "ana", one(in_time))


def test_cancelled_and_taken_back(client: Client, cast: Cast) -> None:
    session = upcoming(cast)
    client.force_login(cast.ana.person)
    seen = client.post(f"/p/okafor/{one(session, 'cancellation/')}", follow=True).content.decode()
    assert "The session is cancelled." in seen
    assert "Take it back" in seen
    seen = client.post(f"/p/okafor/{one(session, 'reinstatement/')}", follow=True).content.decode()
    assert "The session is booked again." in seen
    session.refresh_from_db()
    assert session.status == "booked"


def test_a_refusal_is_said_on_the_sessions_page(client: Client, cast: Cast) -> None:
    session = upcoming(cast)
    cancel(session, actor=cast.miriam.person)
    client.force_login(cast.ana.person)
    seen = client.post(f"/p/okafor/{one(session, 'reinstatement/')}", follow=True).content.decode()
    assert "Only who cancelled it can take it back." in seen


def test_what_is_asked_for_waits_on_today(client: Client, cast: Cast) -> None:
    session = asked_for(cast)
    assert "Asks for a session:" in page(client, cast, "miriam", "")
    assert "asks for this time" in page(client, cast, "miriam", one(session))
    assert "The coach has still to say yes." in page(client, cast, "ana", one(session))
    client.force_login(cast.miriam.person)
    client.post(f"/p/okafor/{one(session, 'confirmation/')}")
    session.refresh_from_db()
    assert session.status == "booked"
    assert "Asks for a session:" not in page(client, cast, "miriam", "")


def test_what_became_of_it_is_written_down(client: Client, cast: Cast) -> None:
    session = soon(cast)
    CoachingSession.objects.filter(pk=session.pk).update(
        starts_at=session.starts_at - dt.timedelta(hours=2), ends_at=session.ends_at - dt.timedelta(hours=2)
    )
    assert "What became of it?" in page(client, cast, "miriam", "")
    path = f"/p/okafor/{one(session, 'holding/')}"
    wrong = client.post(path, {"became": "missed"})
    assert "Say who was not there." in wrong.content.decode()
    client.post(path, {"became": "missed", "missing": [str(cast.ana.public_id)]})
    session.refresh_from_db()
    assert (session.status, session.counts) == ("missed", True)
    client.post(path, {"became": "held", "began": "09:00", "ended": "10:15"})
    session.refresh_from_db()
    assert session.status == "held"
    assert session.ended_at is not None
    assert session.started_at is not None
    assert session.ended_at - session.started_at == dt.timedelta(minutes=75)
    assert "What became of it?" not in page(client, cast, "miriam", "")


def test_a_past_session_is_written_down(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    path = f"/p/okafor/clients/{cast.ana_engagement.public_id}/sessions/past/"
    right = {"day": "2026-01-07", "clock": "10:00", "minutes": "50", "medium": "phone", "counts": "on"}
    wrong = client.post(path, {**right, "minutes": "0"})
    assert wrong.status_code == 422
    assert 'value="2026-01-07"' in wrong.content.decode()  # what was typed stays
    seen = client.post(path, right, follow=True).content.decode()
    assert "Wednesday 7 January" in seen
    assert "10:00–10:50" in seen
    assert "written down already" in client.post(path, right).content.decode()


def test_the_next_session_stands_on_both_todays(client: Client, cast: Cast) -> None:
    upcoming(cast, 9)
    first = upcoming(cast, 2)
    for who in ("miriam", "ana"):
        seen = page(client, cast, who, "")
        assert "Next session" in seen
        assert str(first.public_id) in seen
    assert "Next session" not in page(client, cast, "tomas", "")


def test_before_and_ahead(client: Client, cast: Cast) -> None:
    over, coming = soon(cast), upcoming(cast)
    CoachingSession.objects.filter(pk=over.pk).update(ends_at=timezone.now() - dt.timedelta(minutes=1))
    hold(over, actor=cast.miriam.person)
    seen = page(client, cast, "ana", "sessions/")
    assert seen.index(str(coming.public_id)) < seen.index(">Before<") < seen.index(str(over.public_id))
    tab = page(client, cast, "miriam", f"clients/{cast.ana_engagement.public_id}/sessions/")
    assert str(over.public_id) in tab


def test_a_client_sees_what_is_left_among_the_sessions_and_what_a_cancellation_will_be(
    client: Client, cast: Cast
) -> None:
    assert "left" not in page(client, cast, "ana", "sessions/")  # nothing has a number
    Engagement.objects.filter(pk=cast.ana_engagement.pk).update(allotment_kind="sessions", allotment_amount=5)
    session = upcoming(cast)
    assert "4 of 5 sessions left" in page(client, cast, "ana", "sessions/")
    early = page(client, cast, "ana", f"sessions/{session.public_id}/cancellation/")
    assert "This is in time: it goes back to your sessions." in early
    CoachingSession.objects.filter(pk=session.pk).update(starts_at=timezone.now() + dt.timedelta(hours=23))
    late = page(client, cast, "ana", f"sessions/{session.public_id}/cancellation/")
    assert "This is late: it counts as one of your sessions." in late
    cancel(session, actor=cast.ana.person)
    assert "4 of 5 sessions left" in page(client, cast, "ana", "sessions/")  # as it said
    assert "of 5 sessions" not in page(client, cast, "miriam", "sessions/")


@pytest.mark.parametrize("path", ["sessions/", "clients/{ana}/sessions/", "", "sessions/{one}/"])
def test_as_many_queries_for_one_session_as_for_many(client: Client, cast: Cast, path: str) -> None:
    session = upcoming(cast)
    path = "/p/okafor/" + path.format(ana=cast.ana_engagement.public_id, one=session.public_id)
    client.force_login(cast.miriam.person)
    before = queries(client, path)
    for n in range(6):
        upcoming(cast, 10 + n)
        engagement(cast.miriam, member(cast.practice, f"c{n}", "client"))
    assert before == queries(client, path) <= MOST


def test_a_destroyed_key_leaves_the_page(client: Client, cast: Cast) -> None:
    session = upcoming(cast)
    session.agenda = private.seal(session, "agenda", "Secret")
    session.agenda = bytes(session.agenda)[:-1] + bytes([session.agenda[-1] ^ 1])
    session.save()
    assert "Secret" not in page(client, cast, "miriam", one(session))
