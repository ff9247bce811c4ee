"""The practice's calendar, as its people see it."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opencoach.people.actions.engagement import begin_engagement
from opencoach.people.models import Engagement, EngagementClient, Membership
from opencoach.scheduling.actions.hours import add_override, add_travel, set_week
from opencoach.scheduling.queries import agenda
from opencoach.sessions.actions import book, cancel, decline, note_agenda
from opencoach.sessions.models import CoachingSession, SessionType
from tests.cast import Cast, member
from tests.sessions.making import offer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.zones]
MONDAY = dt.datetime(2027, 3, 1, 6, 0, tzinfo=dt.UTC)  # 07:00 in Berlin
URL = "/p/okafor/calendar/"


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def coaching(cast: Cast) -> SessionType:
    set_week(cast.miriam, {day: [(540, 720)] for day in range(5)})
    return offer(cast.miriam, hue="iris")


def take(cast: Cast, kind: SessionType, start: str, **more: object) -> CoachingSession:
    at = dt.datetime.fromisoformat(start)
    by = more.get("actor", cast.miriam.person)
    return book(cast.ana_engagement, kind, cast.miriam, at, actor=by, now=MONDAY)  # type: ignore[arg-type]


def page(client: Client, who: Membership, query: str = "") -> str:
    client.force_login(who.person)
    answer = client.get(f"{URL}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def events(text: str) -> list[str]:
    """The sessions on the page, with what they say."""
    found = re.findall(r'<a class="event .*?</a>', text)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


def test_a_week_shows_sessions_with_time_place_and_both_clocks(
    client: Client, cast: Cast, coaching: SessionType
) -> None:
    take(cast, coaching, "2027-03-03T08:00Z")
    text = page(client, cast.miriam)
    assert events(text) == ["Ana Kovačević 09:00–10:00 16:00 there · Coaching session · Video"]
    assert "1 – 7 March 2027" in text
    assert 'data-hue="iris"' in text
    assert "On the clock in Berlin." in text


def test_what_is_asked_for_says_so_and_what_is_off_is_gone(client: Client, cast: Cast) -> None:
    kind = offer(cast.miriam, approval=True)
    asked = take(cast, kind, "2027-03-03T08:00Z", actor=cast.ana.person)
    cancel(take(cast, kind, "2027-03-04T08:00Z"), actor=cast.miriam.person)
    assert events(page(client, cast.miriam)) == ["Ana Kovačević 09:00 Asked for 16:00 there · Coaching session · Video"]
    decline(asked, actor=cast.miriam.person)
    assert events(page(client, cast.miriam)) == []


def test_day_and_month_show_the_same(client: Client, cast: Cast, coaching: SessionType) -> None:
    take(cast, coaching, "2027-03-03T08:00Z")
    for view, number in (("day", 0), ("day&day=2027-03-03", 1), ("month", 1), ("month&day=2027-04-30", 0)):
        assert len(events(page(client, cast.miriam, f"?view={view}"))) == number
    assert "March 2027" in page(client, cast.miriam, "?view=month")
    late = take(cast, coaching, "2027-03-03T22:30Z")  # 23:30 to 00:30: it stands on both days
    assert late
    for day in ("2027-03-03", "2027-03-04"):
        assert "23:30–00:30" in page(client, cast.miriam, f"?view=day&day={day}")


def test_the_way_on_and_back_keeps_what_is_looked_at(client: Client, cast: Cast) -> None:
    text = page(client, cast.miriam, "?view=month&day=2027-01-31")
    assert "?view=month&amp;day=2027-02-28" in text
    assert "?view=month&amp;day=2026-12-31" in text
    week = page(client, cast.miriam, f"?day=2027-03-03&coach={cast.devi.public_id}")
    assert f"?view=week&amp;day=2027-03-10&amp;coach={cast.devi.public_id}" in week
    for wrong in ("?view=year", "?day=x", "?day=0001-01-01", "?day=9999-12-31", "?view=month&day=2090-12-31"):
        page(client, cast.miriam, wrong)


def test_hours_holidays_and_journeys_are_seen(client: Client, cast: Cast, coaching: SessionType) -> None:
    add_override(cast.miriam, dt.date(2027, 3, 3), dt.date(2027, 3, 3), [], "Skiing")
    add_travel(cast.miriam, dt.date(2027, 3, 4), dt.date(2027, 3, 5), "America/New_York")
    text = page(client, cast.miriam)
    assert "Skiing" in text
    assert "Closed" in text
    assert "In New York" in text
    assert text.count('<i class="open ') == 4  # Monday and Tuesday in Berlin, Thursday and Friday in New York
    others = page(client, cast.priya, f"?coach={cast.miriam.public_id}")
    assert "Closed" in others
    assert "Skiing" not in others  # only they see what they call it


def test_the_days_on_which_clocks_change(client: Client, cast: Cast, coaching: SessionType) -> None:
    text = page(client, cast.miriam, "?view=week&day=2027-03-28")
    assert "Clocks go forward" in text
    set_week(cast.miriam, {6: [(0, 240)]})
    back = page(client, cast.miriam, "?view=day&day=2027-10-31")
    assert "Clocks go back" in back
    assert len(re.findall(r'<span class="hour at-\d+">02:00', back)) == 2
    assert 'data-at="2027-10-31T00:00Z"' in back
    assert 'data-at="2027-10-31T01:00Z"' in back


def test_a_week_draws_an_hour_that_comes_twice_twice_and_leaves_out_what_is_left_out(
    client: Client, cast: Cast
) -> None:
    set_week(cast.miriam, {6: [(0, 300)]})
    kind = offer(cast.miriam, minutes=30, after=0)
    for start in ("2027-10-31T00:15Z", "2027-10-31T01:15Z"):  # 02:15 in summer, and 02:15 in winter
        take(cast, kind, start)
    text = page(client, cast.miriam, "?view=week&day=2027-10-31")
    assert len(re.findall(r'<span class="hour at-\d+">02:00', text)) == 2
    found = re.findall(r'class="event booked at-(\d+) for-(\d+) lane-(\d) of-(\d)', text)
    assert found == [("28", "6", "1", "1"), ("40", "6", "1", "1")]  # one hour below the other, none beside it
    assert text.count('<i class="gap at-37 for-12"') == 6  # on the other days that hour comes once
    assert text.count('data-at="2027-10-31T00:30Z"') == text.count('data-at="2027-10-31T01:30Z"') == 1
    assert page(client, cast.miriam, "?view=week&day=2027-03-28").count('<i class="gap at-25 for-12"') == 1


def test_sessions_are_called_as_their_engagements_are(cast: Cast, coaching: SessionType) -> None:
    for day, one in enumerate((cast.ana_engagement, cast.group_engagement, cast.jonas_engagement), 1):
        at = MONDAY + dt.timedelta(days=day, hours=3)
        book(one, coaching, cast.miriam, at, actor=cast.miriam.person, now=MONDAY)
    EngagementClient.objects.filter(engagement=cast.jonas_engagement).update(until=MONDAY)
    Engagement.objects.filter(pk=cast.jonas_engagement.pk).update(title="Jonas, as invited")
    EngagementClient.objects.create(engagement=cast.ana_engagement, membership=cast.tomas)
    EngagementClient.objects.create(engagement=cast.ana_engagement, membership=cast.leila, until=MONDAY)
    begins = int(MONDAY.timestamp())
    shown = agenda.entries(cast.miriam, cast.miriam, (begins, begins + 7 * 86_400))
    engagements = [one.engagement for one in CoachingSession.objects.order_by("starts_at")]
    assert [one.name for one in shown] == [one.name for one in engagements]
    assert [one.name for one in shown][1:] == ["New finance leads", "Jonas, as invited"]
    assert [one.zone for one in shown] == ["", "", ""]  # of two, of a group, of nobody


def test_who_sees_whose(client: Client, cast: Cast, coaching: SessionType) -> None:
    take(cast, coaching, "2027-03-03T08:00Z")
    devis = offer(cast.devi, slug="devis")
    book(cast.tomas_engagement, devis, cast.devi, dt.datetime(2027, 3, 3, 8, tzinfo=dt.UTC), actor=cast.devi.person)
    names = {
        who: [one.split(" 0")[0] for one in events(page(client, getattr(cast, who)))] for who in ("miriam", "devi")
    }
    assert names == {"miriam": ["Ana Kovačević"], "devi": [cast.tomas.display_name]}
    assert len(events(page(client, cast.miriam, "?coach=all"))) == 2
    assert "Devi" in page(client, cast.priya)
    assert len(events(page(client, cast.priya))) == 2
    assert len(events(page(client, cast.devi, "?coach=all"))) == 1  # a coach has their own alone
    client.force_login(cast.miriam.person)
    assert client.get(f"{URL}?coach={cast.ana.public_id}").status_code == 404


def test_an_empty_time_leads_to_booking_it(client: Client, cast: Cast, coaching: SessionType) -> None:
    text = page(client, cast.miriam)
    assert "/p/okafor/sessions/booking/?at=2027-03-03T08:30Z" in text
    assert "at=2027-03-01T05:30Z" not in text  # it is over
    whom = client.get("/p/okafor/sessions/booking/?at=2027-03-03T08:30Z").content.decode()
    way = f"?with={cast.ana_engagement.public_id}&amp;at=2027-03-03T08%3A30Z"
    assert way in whom
    confirm = client.get(f"/p/okafor/sessions/booking/{way.replace('&amp;', '&')}").content.decode()
    assert "Wednesday 3 March, 09:30–10:30" in confirm


def test_the_time_is_kept_while_the_kind_is_chosen(client: Client, cast: Cast, coaching: SessionType) -> None:
    offer(cast.miriam, slug="long", name="Long one")
    client.force_login(cast.miriam.person)
    query = f"?with={cast.ana_engagement.public_id}&at=2027-03-03T08:30Z"
    assert "at=2027-03-03T08%3A30Z" in client.get(f"/p/okafor/sessions/booking/{query}").content.decode()


def move(client: Client, session: CoachingSession, at: str, **more: str) -> tuple[int, str, str]:
    answer = client.post(f"{URL}{session.public_id}/moving/", {"at": at, **more})
    return answer.status_code, answer.get("Location", ""), answer.content.decode()


def test_dragged_it_asks_on_both_clocks_moves_and_can_be_taken_back(
    client: Client, cast: Cast, coaching: SessionType
) -> None:
    session = take(cast, coaching, "2027-03-03T08:00Z")
    client.force_login(cast.miriam.person)
    asked = client.get(f"{URL}{session.public_id}/moving/?at=2027-03-04T09:15Z&part=1").content.decode()
    assert "Move the session with Ana Kovačević?" in asked
    assert "Thursday 4 March, 10:15–11:15" in asked
    assert "Thursday, 17:15 for Ana Kovačević" in asked
    assert "gets a mail about it" in asked
    assert "<html" not in asked
    status, where, _text = move(client, session, "2027-03-04T09:15Z", back="?view=week&day=2027-03-03")
    assert (status, where) == (302, f"{URL}?view=week&day=2027-03-03")
    session.refresh_from_db()
    assert session.starts_at == dt.datetime(2027, 3, 4, 9, 15, tzinfo=dt.UTC)
    undo = re.search(r'action="([^"]+at=2027-03-03T08:00Z)"', client.get(where).content.decode())
    assert undo
    client.post(undo[1])
    session.refresh_from_db()
    assert session.starts_at == dt.datetime(2027, 3, 3, 8, tzinfo=dt.UTC)


def test_dropped_on_another_day_it_keeps_its_time(client: Client, cast: Cast, coaching: SessionType) -> None:
    session = take(cast, coaching, "2027-03-26T08:00Z")  # 09:00 in Berlin
    client.force_login(cast.miriam.person)
    asked = client.get(f"{URL}{session.public_id}/moving/?part=1&day=2027-03-29").content.decode()
    assert 'name="at" value="2027-03-29T07:00Z"' in asked  # 09:00, in summer
    assert client.get(f"{URL}{session.public_id}/moving/?day=9999-12-31").status_code == 404


def test_at_a_glance_it_says_what_it_is_and_what_can_be_done(client: Client, cast: Cast, coaching: SessionType) -> None:
    session = take(cast, coaching, "2027-03-03T19:00Z")  # Wednesday evening, and the night after for Ana
    note_agenda(session, "Rui, and the talk", actor=cast.ana.person)
    client.force_login(cast.miriam.person)
    shown = client.get(f"{URL}{session.public_id}/?part=1").content.decode()
    for words in ("Thursday, 03:00 for Ana Kovačević", "Rui, and the talk", "Move", "Cancel it"):
        assert words in shown
    assert "<html" not in shown
    assert client.get(f"{URL}{session.public_id}/")["Location"] == f"/p/okafor/sessions/{session.public_id}/"
    asked = client.get(f"{URL}{session.public_id}/moving/?part=1&at=2027-03-04T19:00Z").content.decode()
    assert "Friday, 03:00 for Ana Kovačević" in asked
    client.force_login(cast.priya.person)  # who arranges, and reads nothing
    assert "Rui" not in client.get(f"{URL}{session.public_id}/?part=1").content.decode()
    waits = take(cast, offer(cast.miriam, slug="asked", approval=True), "2027-03-04T08:00Z", actor=cast.ana.person)
    client.force_login(cast.miriam.person)
    assert "Confirm" in client.get(f"{URL}{waits.public_id}/?part=1").content.decode()


def test_where_it_cannot_go_it_says_why_and_stays(client: Client, cast: Cast, coaching: SessionType) -> None:
    session, other = (take(cast, coaching, f"2027-03-0{day}T08:00Z") for day in (3, 4))
    client.force_login(cast.miriam.person)
    for at, why in (("2027-03-04T08:30Z", "something else then"), ("2027-02-04T08:30Z", "That time is over.")):
        asked = client.get(f"{URL}{session.public_id}/moving/?at={at}&part=1").content.decode()
        assert why in asked
        assert "Move it</button>" not in asked
        status, _where, text = move(client, session, at)
        assert status == 422
        assert "It can’t go there" in text
    session.refresh_from_db()
    assert session.starts_at == dt.datetime(2027, 3, 3, 8, tzinfo=dt.UTC)
    assert "outside the hours" in client.get(f"{URL}{other.public_id}/moving/?at=2027-03-06T18:00Z").content.decode()
    assert client.get(f"{URL}{other.public_id}/moving/?at=x").status_code == 404
    elsewhere = move(client, other, "2027-03-05T08:00Z", back="https://example.org/")[1]
    assert elsewhere.startswith(f"{URL}?view=week")


def test_as_many_queries_for_thirty_as_for_one(client: Client, cast: Cast, coaching: SessionType) -> None:
    counts = []
    page(client, cast.miriam)  # what the first visit writes down is no part of it
    for number in (1, 29):
        for n in range(number):
            who = member(cast.practice, f"c{number}-{n}", Membership.Role.CLIENT, zone="Asia/Tokyo")
            made = begin_engagement(
                cast.miriam, specialisation="life", title="", actor=cast.miriam.person, clients=[who],
                status=Engagement.Status.ACTIVE,
            )  # fmt: skip
            away = dt.timedelta(hours=14) if number == 1 else dt.timedelta(days=n % 6 + 1, hours=2 * (n // 6))
            book(made, coaching, cast.miriam, MONDAY + away, actor=cast.miriam.person)
        for view in ("week", "month"):
            with CaptureQueriesContext(connection) as asked:
                page_text = client.get(f"{URL}?view={view}").content.decode()
            counts.append(len(asked))
    assert page_text.count('class="event') >= 20
    assert counts[0] == counts[2]
    assert counts[1] == counts[3]
    assert max(counts) <= 16


def test_the_rail_has_the_calendar_for_the_practice_and_sessions_for_clients(client: Client, cast: Cast) -> None:
    for who, has, lacks in ((cast.miriam, URL, "sessions"), (cast.ana, "/p/okafor/sessions/", "calendar")):
        client.force_login(who.person)
        rail = client.get("/p/okafor/").content.decode().split('class="rail-foot"')[0]
        assert f'href="{has}"' in rail
        assert f'data-place="{lacks}"' not in rail
