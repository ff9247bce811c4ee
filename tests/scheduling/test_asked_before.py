"""A questionnaire before a session: of the session type, and an intake before a first talk."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from opencoach.people.models import Engagement, Membership
from opencoach.questionnaires.actions import responding
from opencoach.questionnaires.models import Questionnaire, Response
from opencoach.sessions.actions import book, cancel, reinstate
from opencoach.sessions.actions.types import archive_type
from opencoach.sessions.models import CoachingSession, SessionType
from tests.cast import Cast
from tests.counting import MOST, queries
from tests.questionnaires.making import EVERY_KIND, SHORT, published
from tests.scheduling.strangers import choose, code_sent, words
from tests.sessions.mailing import deliver, text
from tests.sessions.making import offer
from tests.sessions.test_types import RIGHT

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("monday")]
BACKEND = "django.contrib.auth.backends.ModelBackend"
START = dt.datetime(2027, 3, 3, 9, tzinfo=dt.UTC)
SENT = {"sleep": 4, "wish": "Courage"}


def attached(cast: Cast, when: str) -> Questionnaire:
    made = published(cast.miriam, SHORT, purpose="intake").questionnaire
    Questionnaire.objects.filter(pk=made.pk).update(attached=when)
    return made


def test_a_session_type_asks_its_questionnaire_once_a_session_is_booked(client: Client, cast: Cast) -> None:
    kind = offer(cast.miriam, questionnaire=published(cast.miriam, purpose="preparation").questionnaire)
    session = book(cast.ana_engagement, kind, cast.miriam, START, actor=cast.ana.person)
    [asked] = Response.objects.all()
    assert (asked.person, asked.about_kind, asked.about_id) == (cast.ana.person, "session", session.public_id)
    client.force_login(cast.ana.person, backend=BACKEND)
    page = words(client.get(f"/p/okafor/sessions/{session.public_id}/"))
    assert f'href="/p/okafor/questionnaires/{asked.public_id}/">Before we talk</a>' in page
    assert "Before we talk" in words(client.get("/p/okafor/"))
    client.force_login(cast.miriam.person, backend=BACKEND)
    waits = words(client.get(f"/p/okafor/sessions/{session.public_id}/"))
    assert f"/questionnaires/{asked.public_id}/" not in waits
    assert "Waiting" in waits
    responding.save(asked, SENT, list(SENT), base=0)
    responding.submit(asked)
    read = words(client.get(f"/p/okafor/sessions/{session.public_id}/"))
    assert f'href="/p/okafor/questionnaires/{asked.public_id}/">Before we talk</a>' in read


def test_each_of_a_group_is_asked_and_sees_their_own(client: Client, cast: Cast) -> None:
    kind = offer(cast.miriam, questionnaire=published(cast.miriam).questionnaire)
    session = book(cast.group_engagement, kind, cast.miriam, START, actor=cast.miriam.person)
    by_person = {one.person_id: one.public_id for one in Response.objects.all()}
    assert set(by_person) == {cast.mei.person_id, cast.omar.person_id}
    client.force_login(cast.mei.person, backend=BACKEND)
    page = words(client.get(f"/p/okafor/sessions/{session.public_id}/"))
    assert str(by_person[cast.mei.person_id]) in page
    assert str(by_person[cast.omar.person_id]) not in page


def test_what_was_put_away_is_not_asked(cast: Cast) -> None:
    paper = published(cast.miriam).questionnaire
    kind = offer(cast.miriam, questionnaire=paper)
    Questionnaire.objects.filter(pk=paper.pk).update(archived_at=START)
    book(cast.ana_engagement, kind, cast.miriam, START, actor=cast.ana.person)
    archive_type(kind, by=cast.miriam)
    assert not Response.objects.exists()


def test_a_coach_chooses_it_in_the_session_type(client: Client, cast: Cast) -> None:
    mine, others = published(cast.miriam).questionnaire, published(cast.devi).questionnaire
    kind = offer(cast.miriam)
    client.force_login(cast.miriam.person, backend=BACKEND)
    url = f"/p/okafor/settings/session-types/{kind.public_id}/"
    sent = {**RIGHT, "coaches": [str(cast.miriam.public_id)]}
    assert client.post(url, {**sent, "questionnaire": others.public_id}).status_code == 422
    assert client.post(url, {**sent, "questionnaire": mine.public_id}).status_code == 302
    assert SessionType.objects.get(pk=kind.pk).questionnaire == mine


def asked_there(client: Client, **fields: str) -> tuple[str, Response]:
    """Somebody chooses a time and types the code: where that leads, and what they are asked."""
    answer = client.post(choose(client, **fields)["Location"], {"code": code_sent()})
    return answer["Location"], Response.objects.order_by("-pk")[0]


def test_somebody_new_answers_where_they_booked_without_a_script_or_a_cookie(
    client: Client, cast: Cast, talk: SessionType
) -> None:
    attached(cast, "first_talk")
    there, asked = asked_there(client)
    assert there.endswith(f"/questions/{asked.public_id}/")
    first = words(client.get(there))
    assert "It is booked" in first
    assert "How well did you sleep?" in first
    assert client.post(there, {"page": "1", "do": "next"}).status_code == 422
    assert client.post(there, {"page": "1", "revision": "0", "a.sleep": "4", "do": "stay"}).status_code == 302
    booked = there.partition("questions/")[0]
    assert "what you wrote is kept" in words(client.get(booked))
    again = words(client.get(there))
    assert re.search(r'id="a.sleep.4" value="4" checked', again)
    to_two = client.post(there, {"page": "1", "revision": "1", "a.sleep": "4", "do": "next"})
    assert to_two["Location"] == f"{there}?page=2"
    assert "It is booked" not in words(client.get(f"{there}?page=2"))
    sent = client.post(there, {"page": "2", "revision": "1", "a.wish": "Courage", "do": "submit"}, follow=True)
    assert sent.redirect_chain == [(booked, 302)]
    assert "Miriam Okafor reads your answers before you talk." in words(sent)
    assert client.get(there)["Location"] == booked
    assert not client.cookies
    client.force_login(cast.miriam.person, backend=BACKEND)
    assert asked.engagement is not None
    assert "Courage" in words(client.get(f"/p/okafor/clients/{asked.engagement.public_id}/"))


def test_the_mail_of_the_talk_leads_to_what_is_still_open(client: Client, cast: Cast, talk: SessionType) -> None:
    attached(cast, "first_talk")
    there, asked = asked_there(client)
    assert asked.person is not None
    client.post(there, {"page": "1", "revision": "0", "a.sleep": "4", "do": "stay"})
    [mail] = [one for one in deliver() if one["To"] == asked.person.email]
    told = " ".join(text(mail).split())
    assert "1 question is still open; what you wrote is kept." in told
    assert f"/p/okafor/questionnaires/{asked.public_id}/" in told
    client.force_login(asked.person, backend=BACKEND)
    assert client.get(f"/p/okafor/questionnaires/{asked.public_id}/").status_code == 200


def test_a_script_saves_and_hands_in_there(client: Client, cast: Cast, talk: SessionType) -> None:
    published(cast.miriam, EVERY_KIND, purpose="intake", attached="first_talk")
    there, _asked = asked_there(client)
    saved = client.post(f"{there}answers/", {"page": "1", "revision": "0", "changed": "why", "a.why": "A new role"})
    assert saved.json()["revision"] == 1
    assert "A new role" in words(client.get(there))
    file = SimpleUploadedFile("plan.txt", b"words")
    handed = client.post(f"{there}uploads/", {"item": "paper", "file": file}).json()
    assert "plan.txt" in handed["html"]
    assert "<a " not in handed["html"]  # to open it, one signs in
    assert not client.cookies


def test_the_kind_of_session_and_the_intake_ask_one_after_the_other_and_never_the_same(
    client: Client, cast: Cast, talk: SessionType
) -> None:
    paper = attached(cast, "first_talk")
    SessionType.objects.filter(pk=talk.pk).update(questionnaire=published(cast.miriam, SHORT).questionnaire)
    there, _asked = asked_there(client)
    answered = {"a.sleep": "4", "a.wish": "Courage", "revision": "0"}
    client.post(there, {"page": "1", "do": "next", **answered})
    then = client.post(there, {"page": "2", "do": "submit", **answered, "revision": "1"})["Location"]
    assert then.partition("questions/")[0] == there.partition("questions/")[0]
    assert then != there
    assert client.get(then).status_code == 200
    SessionType.objects.filter(pk=talk.pk).update(questionnaire=paper)
    at = {"at": "2027-03-02T09:30Z", "email": "noa@example.org"}
    asked_there(client, **at)
    assert Response.objects.filter(person__email="noa@example.org").count() == 1


def test_who_was_known_before_signs_in_and_the_address_alone_shows_nothing(
    client: Client, cast: Cast, talk: SessionType
) -> None:
    attached(cast, "first_talk")
    Membership.objects.filter(pk=cast.jonas.pk).update(created_at=START - dt.timedelta(days=90))
    theirs = responding.ask_attached(cast.jonas_engagement, cast.jonas, cast.miriam, "first_talk")
    assert theirs is not None
    url = choose(client, email=cast.jonas.person.email)["Location"]
    done = words(client.post(url, {"code": code_sent()}, follow=True))
    assert f'href="/p/okafor/questionnaires/{theirs.public_id}/"' in done
    assert client.get(f"{url}questions/{theirs.public_id}/").status_code == 404
    there, asked = asked_there(client, at="2027-03-02T09:30Z", email="noa@example.org")
    assert client.get(there.replace(str(asked.public_id), str(theirs.public_id))).status_code == 404
    assert client.get(f"/p/okafor/questionnaires/{asked.public_id}/").status_code == 302
    session = CoachingSession.objects.get(engagement=asked.engagement)
    cancel(session, actor=None)
    assert client.get(there).status_code == 404


def test_what_is_cancelled_asks_nothing_until_that_is_taken_back(client: Client, cast: Cast) -> None:
    kind = offer(cast.miriam, questionnaire=published(cast.miriam, SHORT).questionnaire)
    session = book(cast.ana_engagement, kind, cast.miriam, START, actor=cast.ana.person)
    [asked] = Response.objects.all()
    responding.save(asked, {"wish": "Courage"}, ["wish"], base=0)
    cancel(session, actor=cast.ana.person)
    client.force_login(cast.ana.person, backend=BACKEND)
    url, page = f"/p/okafor/questionnaires/{asked.public_id}/", f"/p/okafor/sessions/{session.public_id}/"
    for place in ("/p/okafor/", "/p/okafor/questionnaires/", page):
        assert "Before we talk" not in words(client.get(place)), place
    closed = words(client.get(url))
    assert "This is not asked of you any more." in closed
    assert "Courage" in closed
    assert client.post(f"{url}answers/", {"page": "2", "changed": "wish", "a.wish": "x"}).status_code == 410
    reinstate(session, actor=cast.ana.person)
    assert "Before we talk" in words(client.get(page))
    assert "Courage" in words(client.get(f"{url}?page=2"))
    responding.withdraw(asked, by=cast.miriam)
    cancel(session, actor=cast.ana.person)
    reinstate(session, actor=cast.ana.person)
    assert "Before we talk" not in words(client.get(page))  # the coach doesn't ask it any more


def test_what_was_answered_stays_when_the_kind_of_session_asks_no_more(client: Client, cast: Cast) -> None:
    kind = offer(cast.miriam, questionnaire=published(cast.miriam).questionnaire)
    session = book(cast.ana_engagement, kind, cast.miriam, START, actor=cast.ana.person)
    [asked] = Response.objects.all()
    responding.save(asked, SENT, list(SENT), base=0)
    responding.submit(asked)
    path = f"/p/okafor/sessions/{session.public_id}/"

    def seen() -> None:
        for who in (cast.ana, cast.miriam):
            client.force_login(who.person, backend=BACKEND)
            assert f"/p/okafor/questionnaires/{asked.public_id}/" in words(client.get(path))
            assert queries(client, path) <= MOST

    Engagement.objects.filter(pk=cast.ana_engagement.pk).update(allotment_kind="sessions", allotment_amount=5)
    seen()
    SessionType.objects.filter(pk=kind.pk).update(questionnaire=None)
    seen()
    CoachingSession.objects.filter(pk=session.pk).update(status="held")
    seen()
    CoachingSession.objects.filter(pk=session.pk).update(status="booked")
    cancel(session, actor=cast.ana.person)
    seen()


def test_who_has_sent_it_is_not_asked_again(cast: Cast) -> None:
    attached(cast, "first_talk")
    asked = responding.ask_attached(cast.jonas_engagement, cast.jonas, cast.miriam, "first_talk")
    assert asked is not None
    responding.save(asked, SENT, list(SENT), base=0)
    responding.submit(asked)
    assert responding.ask_attached(cast.jonas_engagement, cast.jonas, cast.miriam, "first_talk") is None
    assert responding.ask_attached(cast.jonas_engagement, cast.jonas, cast.miriam) is None  # attached elsewhere
