"""Calendar feeds: what stands in them, for whom, and for how long."""

import datetime as dt
from collections.abc import Iterator

import icalendar
import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import Traveller

from opencoach.people.actions.engagement import end_engagement, hand_over
from opencoach.people.models import Membership
from opencoach.scheduling import access
from opencoach.scheduling.actions import feeds
from opencoach.scheduling.models import CalendarFeed
from opencoach.sessions import entry
from opencoach.sessions.actions import Booked, book, cancel, confirm, move
from opencoach.sessions.models import CoachingSession, SessionType
from tests.cast import Cast, engagement
from tests.sessions.making import NOW, booked, offer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.zones]
SETTINGS = "/p/okafor/settings/feed/"
WEEK = dt.timedelta(days=7)


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


@pytest.fixture
def coaching(cast: Cast, clock: Traveller) -> SessionType:
    return offer(cast.miriam, place="Kantstraße 12")


def path(feed: CalendarFeed) -> str:
    return reverse("scheduling:feed", args=[access.token_of(feed)])


def read(feed: CalendarFeed, **headers: str) -> HttpResponse:
    """As a calendar program does: without a cookie."""
    return Client().get(path(feed), headers=headers)  # type: ignore[return-value]


def entries(feed: CalendarFeed) -> list[icalendar.Event]:
    answer = read(feed)
    assert answer.status_code == 200
    return icalendar.Calendar.from_ical(answer.content).events


def summaries(feed: CalendarFeed) -> list[str]:
    return [str(one["SUMMARY"]) for one in entries(feed)]


def test_a_session_is_an_entry_of_both(cast: Cast, coaching: SessionType) -> None:
    wanted = Booked(agenda="The talk with Rui", answers=[("What for?", "Courage")])
    session = booked(cast, coaching, NOW + WEEK, wanted=wanted)
    for member in (cast.miriam, cast.ana):
        [one] = entries(feeds.make(member))
        assert one["UID"] == entry.uid(session)
        assert one["SEQUENCE"] == 0
        assert one["STATUS"] == "CONFIRMED"
        assert one["SUMMARY"] == "Coaching session"
        assert one.start == NOW + WEEK
        assert one.end == NOW + WEEK + dt.timedelta(hours=1)
        assert one["DTSTART"].to_ical() == b"20270308T100000Z"
        assert one["DTSTAMP"].dt == NOW


def test_neither_names_nor_places_unless_asked_for_and_never_what_it_is_about(
    cast: Cast, coaching: SessionType
) -> None:
    booked(cast, coaching, NOW + WEEK, wanted=Booked(agenda="The talk with Rui", answers=[("What for?", "Courage")]))
    feed = feeds.make(cast.miriam)
    hidden = read(feed).content.decode()
    assert not [word for word in ("Ana", "Miriam", "Okafor", "okafor", "Kantstra", "Rui", "Courage") if word in hidden]
    feeds.choose_names(feed, True)
    [one] = entries(feed)
    assert one["SUMMARY"] == "Coaching session with Ana Kovačević"
    assert one["LOCATION"] == "Kantstraße 12"
    assert "/p/okafor/sessions/" in one["URL"]
    shown = read(feed).content.decode()
    assert not [word for word in ("Rui", "Courage", "DESCRIPTION", "ATTENDEE", "ORGANIZER", "METHOD") if word in shown]
    assert summaries(feeds.make(cast.ana, shows_names=True)) == ["Coaching session with Miriam Okafor"]


def test_asked_for_moved_and_cancelled(cast: Cast, clock: Traveller) -> None:
    feed = feeds.make(cast.ana)
    session = booked(cast, offer(cast.miriam, approval=True), NOW + WEEK)
    assert entries(feed)[0]["STATUS"] == "TENTATIVE"
    session = confirm(session, actor=cast.miriam.person)
    assert entries(feed)[0]["STATUS"] == "CONFIRMED"
    clock.shift(60)
    move(session, NOW + WEEK + dt.timedelta(hours=3), actor=cast.miriam.person)
    [moved] = entries(feed)
    assert (moved["SEQUENCE"], moved.start) == (2, NOW + WEEK + dt.timedelta(hours=3))
    assert moved["DTSTAMP"].dt == NOW + dt.timedelta(seconds=60)
    cancel(session, actor=cast.ana.person)
    [gone] = entries(feed)
    assert (gone["SEQUENCE"], gone["STATUS"]) == (3, "CANCELLED")


def test_everybody_has_their_own(cast: Cast, coaching: SessionType) -> None:
    """A coach what they hold themselves, even an owner; a client their own."""
    booked(cast, coaching, NOW + WEEK)
    talk = offer(cast.devi, slug="devis")
    start = NOW + 2 * WEEK
    book(cast.tomas_engagement, talk, cast.devi, start, actor=cast.devi.person, now=NOW)
    group = book(cast.group_engagement, coaching, cast.miriam, start, actor=cast.miriam.person, now=NOW)
    names = {who: summaries(feeds.make(getattr(cast, who), shows_names=True)) for who in ("miriam", "devi", "mei")}
    assert names == {
        "miriam": ["Coaching session with Ana Kovačević", "Coaching session with New finance leads"],
        "devi": ["Coaching session with Tomás Ferreira"],
        "mei": ["Coaching session with Miriam Okafor"],
    }
    [own] = entries(feeds.make(cast.omar))
    assert own["UID"] == entry.uid(group)
    assert entries(feeds.make(cast.oskar)) == []


def test_ninety_days_back_and_everything_ahead(cast: Cast, coaching: SessionType, clock: Traveller) -> None:
    booked(cast, coaching, NOW + dt.timedelta(days=1))
    booked(cast, coaching, NOW + dt.timedelta(days=600))
    feed = feeds.make(cast.ana)
    clock.move_to(NOW + dt.timedelta(days=91))
    assert len(entries(feed)) == 2
    clock.move_to(NOW + dt.timedelta(days=92))
    assert len(entries(feed)) == 1


def test_nothing_new_is_told_without_building_the_calendar(cast: Cast, coaching: SessionType) -> None:
    for day in range(1, 8):
        booked(cast, coaching, NOW + dt.timedelta(days=day))
    feed = feeds.make(cast.ana, shows_names=True)
    first = read(feed)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Cache-Control"].startswith("private, max-age=")
    assert not first.cookies
    again = read(feed)
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    for header, value in (("If-None-Match", first["ETag"]), ("If-Modified-Since", first["Last-Modified"])):
        with CaptureQueriesContext(connection) as asked:
            answer = read(feed, **{header: value})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer["ETag"] == first["ETag"]
        assert len(asked) <= 3
    with CaptureQueriesContext(connection) as asked:
        read(feed)
    few = len(asked)
    for day in range(8, 38):
        booked(cast, coaching, NOW + dt.timedelta(days=day))
    read(feed)
    with CaptureQueriesContext(connection) as asked:
        read(feed)
    assert len(asked) == few <= 8


def test_whatever_changes_what_stands_there_is_news(cast: Cast, coaching: SessionType, clock: Traveller) -> None:
    """Even within the same second."""
    session = booked(cast, coaching, NOW + WEEK)
    feed = feeds.make(cast.miriam, shows_names=True)

    def rename() -> None:
        Membership.objects.filter(pk=cast.ana.pk).update(display_name="Ana K.")

    for change in (
        lambda: booked(cast, coaching, NOW + 2 * WEEK),
        lambda: move(session, NOW + 3 * WEEK, actor=cast.miriam.person),
        rename,
        lambda: cancel(session, actor=cast.miriam.person),
        lambda: feeds.choose_names(feed, False),
        lambda: clock.move_to(NOW + dt.timedelta(days=120)),
    ):
        before = read(feed)
        change()
        assert read(feed, **{"If-Modified-Since": before["Last-Modified"]}).status_code == 200
        after = read(feed, **{"If-None-Match": before["ETag"]})
        assert after.status_code == 200
        assert after.content != before.content
        feed.refresh_from_db()


def test_a_new_address_ends_the_old_one(client: Client, cast: Cast, coaching: SessionType) -> None:
    client.force_login(cast.ana.person)
    assert "Make an address" in client.get(SETTINGS).content.decode()
    client.post(SETTINGS, {"names": "hidden"})
    old = CalendarFeed.objects.get()
    page = client.get(SETTINGS).content.decode()
    address = f"127.0.0.1:8000{path(old)}"
    assert f'value="http://{address}"' in page
    assert f'value="webcal://{address}"' in page
    assert read(old).status_code == 200
    client.post(f"{SETTINGS}names/", {"names": "shown"})
    client.post(SETTINGS, {"names": "shown"})
    new = CalendarFeed.objects.get(revoked_at=None)
    assert new.shows_names
    assert (read(old).status_code, read(new).status_code) == (404, 200)
    client.post(f"{SETTINGS}removal/")
    assert read(new).status_code == 404
    assert "Make an address" in client.get(SETTINGS).content.decode()
    assert client.post(SETTINGS, {"names": "x"}).status_code == 422
    assert not CalendarFeed.objects.filter(revoked_at=None).exists()


def test_when_it_was_read_is_shown(client: Client, cast: Cast, coaching: SessionType) -> None:
    feed = feeds.make(cast.ana)
    client.force_login(cast.ana.person)
    assert "Nobody has read it yet." in client.get(SETTINGS).content.decode()
    read(feed)
    assert "Last read" in client.get(SETTINGS).content.decode()


def test_a_made_up_address_is_nobodys(cast: Cast, coaching: SessionType) -> None:
    feed, other = feeds.make(cast.ana), feeds.make(cast.miriam)
    CalendarFeed.objects.filter(pk=other.pk).update(nonce=feed.nonce)
    token = access.token_of(feed)
    for wrong in ("x", "", token[:-1], token + "a", token[:-1] + ("a" if token[-1] != "a" else "b"), "é" * 20):
        assert Client().get(f"/feeds/{wrong}.ics").status_code == 404
    assert Client().get(f"/feeds/{token.upper()}.ics").status_code == 200
    assert Client().post(path(feed)).status_code == 405


def test_it_ends_with_what_it_is_for(cast: Cast, coaching: SessionType, clock: Traveller) -> None:
    over = booked(cast, coaching, NOW + dt.timedelta(days=1))
    booked(cast, coaching, NOW + WEEK)
    feed, coachs = feeds.make(cast.ana), feeds.make(cast.miriam)
    clock.move_to(NOW + dt.timedelta(days=2))
    end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    for now in (dt.timedelta(days=2), dt.timedelta(days=9)):  # nor when its time has come
        clock.move_to(NOW + now)
        for one in (feed, coachs):
            assert [found["UID"] for found in entries(one)] == [entry.uid(over)]
    Membership.objects.filter(pk=cast.ana.pk).update(ended_at=NOW)
    assert read(feed).status_code == 404
    Membership.objects.filter(pk=cast.miriam.pk).update(role="assistant")
    assert read(coachs).status_code == 404


def test_an_engagement_that_is_handed_over_leaves_its_former_coach(cast: Cast, coaching: SessionType) -> None:
    other = engagement(cast.miriam, cast.tomas)
    book(other, coaching, cast.miriam, NOW + WEEK, actor=cast.miriam.person, now=NOW)
    feed = feeds.make(cast.miriam, shows_names=True)
    assert len(entries(feed)) == 1
    hand_over(other, cast.devi, actor=cast.miriam.person)
    assert entries(feed) == []


def test_only_times_after_the_change_of_clocks_differ_for_people(cast: Cast, coaching: SessionType) -> None:
    """UTC in the feed: ten in Berlin is 09:00Z in winter and 08:00Z in summer."""
    for start in ("2027-03-26T09:00+00:00", "2027-03-29T08:00+00:00"):
        booked(cast, coaching, dt.datetime.fromisoformat(start))
    found = entries(feeds.make(cast.miriam))
    assert [one["DTSTART"].to_ical() for one in found] == [b"20270326T090000Z", b"20270329T080000Z"]
    assert {session.wall.hour for session in CoachingSession.objects.all()} == {10}
