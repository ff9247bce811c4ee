"""Both sides say how a session was."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from opencoach.outbox.models import Delivery
from opencoach.people.actions.engagement import end_engagement
from opencoach.people.attention import waiting_for
from opencoach.people.refusal import Refused
from opencoach.questionnaires.access import questionnaires_for
from opencoach.questionnaires.models import Questionnaire, Response
from opencoach.questionnaires.queries.asked import asked_in, mine
from opencoach.sessions import links, scale
from opencoach.sessions.actions import hold, log_past, miss
from opencoach.sessions.actions.packets import Wanted, add_rule
from opencoach.sessions.actions.rating import rate
from opencoach.sessions.models import CoachingSession, SessionRating
from opencoach.sessions.packets.mails import render
from opencoach.sessions.queries.ratings import ratings_of, trend_of
from tests.cast import Cast
from tests.sessions.making import soon, upcoming

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
GOOD = {"heard": 9, "topics": 8, "way": 9, "useful": 8}
BAD = {"heard": 7, "topics": 3, "way": 6, "useful": 5}


@pytest.fixture
def session(cast: Cast) -> CoachingSession:
    """Ana's, which was held."""
    found = soon(cast)
    hold(found, actor=cast.miriam.person)
    found.refresh_from_db()
    return found


def url(name: str, session: CoachingSession) -> str:
    return reverse(f"sessions:{name}", args=["okafor", session.public_id])


def page(client: Client, member: Any, path: str) -> str:
    client.force_login(member.person)
    return client.get(path).content.decode()


def test_a_client_says_how_it_was_and_their_coach_reads_it(
    cast: Cast, session: CoachingSession, client: Client
) -> None:
    assert url("rating", session) in page(client, cast.ana, url("session", session))
    answer = client.post(url("rating", session), {**BAD, "words": "We lost the thread."})
    assert answer["location"] == url("session", session)
    for who in (cast.ana, cast.miriam):
        assert "We lost the thread." in page(client, who, url("session", session))
    assert "We lost the thread." in page(client, cast.miriam, url("followup", session))


def test_a_coachs_side_is_read_by_no_client(cast: Cast, session: CoachingSession, client: Client) -> None:
    client.force_login(cast.miriam.person)
    answer = client.post(f"{url('rating', session)}?then=followup", {**GOOD, "words": "She was tired."})
    assert answer["location"] == url("followup", session)
    assert "She was tired." in page(client, cast.miriam, url("session", session))
    assert "She was tired." not in page(client, cast.ana, url("session", session))
    assert ratings_of(cast.ana, session) == []
    for who in (cast.priya, cast.devi, cast.ruben):
        client.force_login(who.person)
        assert client.get(url("rating", session)).status_code == 404
        assert "She was tired." not in client.get(url("session", session)).content.decode()
    response = Response.objects.get()
    assert client.get(reverse("questionnaires:response", args=["okafor", response.public_id])).status_code == 404
    client.force_login(cast.ana.person)
    assert client.get(reverse("questionnaires:response", args=["okafor", response.public_id])).status_code == 404


def test_what_is_said_again_takes_the_place_of_what_was_said(cast: Cast, session: CoachingSession) -> None:
    rate(session, BAD, "No.", by=cast.ana)
    rate(session, GOOD, by=cast.ana)
    (one,) = ratings_of(cast.miriam, session)
    assert (one.marks, one.words, one.row.low) == (GOOD, "", False)
    assert Response.objects.count() == 1


def test_some_questions_may_be_left_out_but_not_all(cast: Cast, session: CoachingSession, client: Client) -> None:
    client.force_login(cast.ana.person)
    answer = client.post(url("rating", session), {"words": "What I typed"})
    assert answer.status_code == 422
    assert "Choose at least one number." in answer.content.decode()
    assert "What I typed" in answer.content.decode()
    answer = client.post(url("rating", session), {"heard": "11", "words": "What I typed"})
    assert (answer.status_code, "What I typed" in answer.content.decode()) == (422, True)
    assert "Choose a number from 0 to 10." in answer.content.decode()
    assert client.post(url("rating", session), {"useful": "10"}).status_code == 302
    assert [one.marks for one in ratings_of(cast.miriam, session)] == [{"useful": 10}]


def test_only_a_session_that_has_been_is_rated(cast: Cast, client: Client) -> None:
    ahead = upcoming(cast)
    client.force_login(cast.ana.person)
    assert client.get(url("rating", ahead)).status_code == 404
    with pytest.raises(Refused, match="nothing to say"):
        rate(ahead, GOOD, by=cast.ana)
    missed = soon(cast)
    miss(missed, actor=cast.miriam.person, missing=[cast.ana])
    assert client.get(url("rating", missed)).status_code == 404


def test_after_the_end_of_the_work_it_is_read_and_not_changed(
    cast: Cast, session: CoachingSession, client: Client
) -> None:
    rate(session, BAD, "No.", by=cast.ana)
    end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    assert "No." in page(client, cast.ana, url("session", session))
    assert client.get(url("rating", session)).status_code == 404
    assert (
        client.get(reverse("sessions:linked_rating", args=[links.rating_token_of(session, cast.ana)])).status_code
        == 410
    )


def test_a_low_mark_waits_on_today_until_the_coach_has_seen_it(
    cast: Cast, session: CoachingSession, client: Client
) -> None:
    rate(session, BAD, by=cast.miriam)  # what a coach thinks of it themselves is no news
    assert not [one for one in waiting_for(cast.miriam) if one.key.startswith("rating:")]
    rate(session, BAD, by=cast.ana)
    (one,) = [one for one in waiting_for(cast.miriam) if one.key.startswith("rating:")]
    assert (one.name, one.why.startswith("Gave a low mark")) == (cast.ana.display_name, True)
    assert not [one for one in waiting_for(cast.devi) if one.key.startswith("rating:")]
    assert "I have seen it" in page(client, cast.miriam, url("session", session))
    assert "I have seen it" not in page(client, cast.ana, url("session", session))
    client.force_login(cast.miriam.person)
    assert client.post(url("rating_seen", session)).status_code == 302
    assert not [one for one in waiting_for(cast.miriam) if one.key.startswith("rating:")]


@pytest.mark.parametrize(
    ("marks", "low"),
    [({"heard": 4}, True), ({"heard": 5}, True), ({"heard": 6}, False), ({"heard": 10, "way": 4}, True), (GOOD, False)],
)
def test_what_is_low(marks: dict[str, int], low: bool) -> None:
    assert scale.is_low(marks) is low


def test_from_the_mail_it_is_said_without_signing_in_and_not_read(
    cast: Cast, session: CoachingSession, client: Client
) -> None:
    there = reverse("sessions:linked_rating", args=[links.rating_token_of(session, cast.ana)])
    assert client.get(there).status_code == 200
    assert not SessionRating.objects.exists()
    assert client.post(there, {}).status_code == 422
    assert client.post(there, {**BAD, "words": "We lost the thread."})["location"] == there
    after = client.get(there).content.decode()
    assert "Thank you" in after
    assert "lost the thread" not in after
    assert client.post(there, GOOD).status_code == 409  # whoever has the mail changes nothing
    assert [one.marks for one in ratings_of(cast.miriam, session)] == [BAD]


def test_a_link_to_move_the_session_does_not_rate_it_and_the_other_way_round(
    cast: Cast, session: CoachingSession, client: Client
) -> None:
    assert client.get(reverse("sessions:linked_rating", args=[links.token_of(session, cast.ana)])).status_code == 404
    assert client.get(reverse("sessions:linked", args=[links.rating_token_of(session, cast.ana)])).status_code == 404
    late = session.ends_at + links.RATING_HOLDS + dt.timedelta(seconds=1)
    with pytest.raises(links.Closed, match="expired"):
        links.find(links.rating_token_of(session, cast.ana), late, purpose=links.RATING)


@pytest.mark.parametrize("words", [True, False])
def test_the_mail_after_the_session_asks_until_it_is_said(cast: Cast, words: bool) -> None:
    cast.ana.preferences = {**cast.ana.preferences, "mail_words": words}
    cast.ana.save()
    add_rule(cast.ana_engagement, "after", {"after": 3_600}, Wanted(text="Thank you"), by=cast.miriam)
    session = soon(cast)
    hold(session, actor=cast.miriam.person)
    delivery = Delivery.objects.get(kind="session_packet")
    token = links.rating_token_of(session, cast.ana)
    path = reverse("sessions:linked_rating", args=[token]) if words else url("rating", session)
    mail = render(delivery)
    assert path in mail.text
    assert path in mail.html
    rate(session, GOOD, by=cast.ana)
    assert "20 seconds" not in render(delivery).text


def test_the_sessions_tab_shows_both_sides_over_time(cast: Cast, session: CoachingSession, client: Client) -> None:
    assert trend_of(cast.miriam, cast.ana_engagement) is None
    rate(session, BAD, by=cast.ana)
    tab = reverse("sessions:engagement_sessions", args=["okafor", cast.ana_engagement.public_id])
    assert '<svg class="graph"' not in page(client, cast.miriam, tab)  # one session is no trend
    second, later = upcoming(cast), session.ends_at + dt.timedelta(minutes=5)
    CoachingSession.objects.filter(pk=second.pk).update(starts_at=session.ends_at, ends_at=later)
    second.refresh_from_db()
    second.engagement = cast.ana_engagement
    hold(second, actor=cast.miriam.person, now=later)
    rate(second, GOOD, by=cast.ana)
    rate(second, {"heard": 7}, by=cast.miriam)
    trend = trend_of(cast.miriam, cast.ana_engagement)
    assert trend is not None
    assert trend.drawn is not None
    drawn = [[value for _x, _y, (_at, value) in line.dots] for line in trend.drawn.panels[0].lines]
    assert drawn == [[5.2, 8.5], [7.0]]
    shown = page(client, cast.miriam, tab)
    assert '<svg class="graph"' in shown
    assert "How the sessions were" in shown
    assert "How the sessions were" not in page(client, cast.priya, tab)


def test_the_built_in_questions_are_nobodys_to_change_or_to_ask(cast: Cast, session: CoachingSession) -> None:
    rate(session, GOOD, by=cast.ana)
    made = Questionnaire.objects.get(purpose="rating")
    assert not questionnaires_for(cast.miriam).filter(pk=made.pk).exists()
    assert mine(cast.ana) == ([], [])
    assert asked_in(cast.miriam, cast.ana_engagement) == []


def test_no_byte_of_it_stands_in_clear(cast: Cast, session: CoachingSession) -> None:
    rate(session, GOOD, "Zaunkoenig", by=cast.ana)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers, scores FROM questionnaires_response")
        cells = [bytes(cell) for cell in cursor.fetchone()]
    assert cells[0]
    assert not any(b"Zaunkoenig" in cell or b"heard" in cell for cell in cells)


def test_in_a_group_each_says_it_for_themselves(cast: Cast, client: Client) -> None:
    start = timezone.now().replace(microsecond=0) - dt.timedelta(days=1)
    past = log_past(cast.group_engagement, cast.miriam, start, 60, actor=cast.miriam.person)
    rate(past, GOOD, "Good for me.", by=cast.mei)
    rate(past, BAD, "Not for me.", by=cast.omar)
    assert [one.name for one in ratings_of(cast.miriam, past)] == [cast.mei.display_name, cast.omar.display_name]
    assert [one.words for one in ratings_of(cast.mei, past)] == ["Good for me."]
    assert "Not for me." not in page(client, cast.mei, url("session", past))
    assert "I have seen it" not in page(client, cast.mei, url("session", past))
    trend = trend_of(cast.miriam, cast.group_engagement)
    assert trend is not None
    assert len(trend.ratings) == 2


def test_sent_twice_it_was_said_once(cast: Cast, session: CoachingSession) -> None:
    for _again in range(2):
        rate(session, GOOD, "Yes.", by=cast.ana)
        rate(session, GOOD, by=cast.miriam)
    assert SessionRating.objects.count() == Response.objects.count() == 2
    assert Questionnaire.objects.filter(purpose="rating").count() == 1
