"""A session on the spot."""

import datetime as dt

import pytest
from django.utils import timezone

from opencoach.outbox.models import Delivery
from opencoach.people.actions.engagement import end_engagement
from opencoach.people.refusal import Refused
from opencoach.rooms.actions.starting import start
from opencoach.sessions.actions import Taken, book
from opencoach.sessions.models import CoachingSession, Occupancy
from tests.cast import Cast
from tests.rooms.making import begun
from tests.sessions.making import offer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
MINUTE = dt.timedelta(minutes=1)


def test_it_is_a_session_like_any_other_and_its_client_hears_of_it(cast: Cast) -> None:
    offer(cast.miriam, minutes=45)
    session = start(cast.ana_engagement, cast.miriam, "video")
    assert (session.status, session.minutes, session.medium, session.place) == ("booked", 45, "video", "")
    assert session.attendances.count() == 2
    assert Delivery.objects.filter(kind="session_booked", person=cast.ana.person).count() == 1
    assert Occupancy.objects.filter(session=session).count() == 1


def test_twice_in_a_moment_is_one_session(cast: Cast) -> None:
    first = start(cast.ana_engagement, cast.miriam, "video")
    assert start(cast.ana_engagement, cast.miriam, "video").pk == first.pk
    assert CoachingSession.objects.count() == 1


def test_one_that_is_due_is_that_one(cast: Cast) -> None:
    due = begun(cast)
    assert start(cast.ana_engagement, cast.miriam, "video").pk == due.pk


def test_it_ends_before_the_next_one_begins(cast: Cast) -> None:
    kind = offer(cast.miriam)
    now = timezone.now().replace(microsecond=0)
    book(cast.tomas_engagement, offer(cast.devi, slug="devis"), cast.devi, now + 20 * MINUTE, actor=cast.devi.person)
    start(cast.ana_engagement, cast.miriam, "video", now=now)
    Occupancy.objects.filter(person=cast.miriam.person).delete()
    CoachingSession.objects.filter(engagement=cast.ana_engagement).delete()
    book(cast.group_engagement, kind, cast.miriam, now + 20 * MINUTE, actor=cast.miriam.person)
    assert start(cast.ana_engagement, cast.miriam, "video", now=now).minutes == 20


def test_none_begins_just_before_the_next_one(cast: Cast) -> None:
    kind = offer(cast.miriam)
    now = timezone.now().replace(microsecond=0)
    book(cast.group_engagement, kind, cast.miriam, now + 9 * MINUTE, actor=cast.miriam.person)
    with pytest.raises(Taken):
        start(cast.ana_engagement, cast.miriam, "video", now=now)


def test_nobody_else_starts_one_nor_after_the_end(cast: Cast) -> None:
    with pytest.raises(Refused):
        start(cast.ana_engagement, cast.devi, "video")
    end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    with pytest.raises(Refused):
        start(cast.ana_engagement, cast.miriam, "video")
