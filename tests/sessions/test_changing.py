import datetime as dt
from collections.abc import Callable

import pytest

from opencoach.people.models import Engagement, Event
from opencoach.people.refusal import Refused
from opencoach.sessions.actions import Taken, cancel, confirm, decline, move, reinstate
from opencoach.sessions.models import CoachingSession, Occupancy, SessionType
from opencoach.sessions.queries.allotment import allotment
from tests.cast import Cast
from tests.sessions.making import NOW, booked, offer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
Status = CoachingSession.Status
Book = Callable[..., CoachingSession]
HOUR, DAY, MINUTE = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(minutes=1)


@pytest.fixture
def five(cast: Cast) -> Engagement:
    """Ana has five sessions."""
    Engagement.objects.filter(pk=cast.ana_engagement.pk).update(allotment_kind="sessions", allotment_amount=5)
    cast.ana_engagement.refresh_from_db()
    return cast.ana_engagement


def left(engagement: Engagement) -> int | None:
    return allotment(engagement).left


def test_a_move_takes_the_new_time_and_frees_the_old(cast: Cast, book_ana: Book, coaching: SessionType) -> None:
    session = book_ana(7)
    moved = move(session, NOW + 8 * DAY, actor=cast.ana.person, now=NOW)
    assert (moved.starts_at, moved.sequence, moved.public_id) == (NOW + 8 * DAY, 1, session.public_id)
    booked(cast, coaching, NOW + 7 * DAY)
    with pytest.raises(Taken):
        booked(cast, coaching, NOW + 8 * DAY)


def test_a_move_may_overlap_the_sessions_own_time(cast: Cast, book_ana: Book) -> None:
    moved = move(book_ana(7), NOW + 7 * DAY + 30 * MINUTE, actor=cast.ana.person, now=NOW)
    assert moved.starts_at == NOW + 7 * DAY + 30 * MINUTE


def test_a_move_that_fails_leaves_everything_as_it_was(cast: Cast, book_ana: Book) -> None:
    session, other = book_ana(7), book_ana(9)
    with pytest.raises(Taken):
        move(session, other.starts_at, actor=cast.ana.person, now=NOW)
    session.refresh_from_db()
    assert (session.starts_at, session.sequence, session.steps.count()) == (NOW + 7 * DAY, 0, 1)
    assert Occupancy.objects.count() == 2


def test_to_move_it_to_where_it_is_changes_nothing(cast: Cast, book_ana: Book) -> None:
    session = book_ana(7)
    assert move(session, session.starts_at, actor=cast.ana.person, now=NOW).sequence == 0
    assert session.steps.count() == 1


def test_late_only_the_practice_moves(cast: Cast, book_ana: Book) -> None:
    session = book_ana(7)
    late = session.starts_at - DAY + MINUTE
    with pytest.raises(Refused, match="too late"):
        move(session, NOW + 10 * DAY, actor=cast.ana.person, now=late)
    assert move(session, NOW + 10 * DAY, actor=cast.miriam.person, now=late).status == Status.BOOKED


@pytest.mark.parametrize(("before", "who", "after"), [
    (DAY, "ana", 5),  # to the minute in time
    (DAY - MINUTE, "ana", 4),
    (MINUTE, "ana", 4),
    (MINUTE, "miriam", 5),  # the practice cancels: never the client's loss
])  # fmt: skip
def test_what_a_cancellation_costs(
    cast: Cast, five: Engagement, book_ana: Book, before: dt.timedelta, who: str, after: int
) -> None:
    session = book_ana(7)
    assert left(five) == 4
    cancelled = cancel(session, actor=getattr(cast, who).person, now=session.starts_at - before)
    assert cancelled.status == Status.CANCELLED
    assert left(five) == after
    assert not Occupancy.objects.exists()
    again = cancel(session, actor=cast.ana.person, now=session.starts_at - before)
    assert again.steps.filter(kind="cancelled").count() == 1


def test_a_cancellation_is_taken_back_for_ten_minutes(cast: Cast, five: Engagement, book_ana: Book) -> None:
    session = book_ana(7)
    cancel(session, actor=cast.ana.person, now=NOW)
    back = reinstate(session, actor=cast.ana.person, now=NOW + 10 * MINUTE)
    assert (back.status, back.counts, left(five)) == (Status.BOOKED, True, 4)
    assert Occupancy.objects.filter(session=session).exists()
    cancel(session, actor=cast.ana.person, now=NOW)
    with pytest.raises(Refused, match="too late"):
        reinstate(session, actor=cast.ana.person, now=NOW + 11 * MINUTE)


def test_it_is_not_taken_back_when_the_time_has_gone(cast: Cast, book_ana: Book, coaching: SessionType) -> None:
    session = book_ana(7)
    cancel(session, actor=cast.ana.person, now=NOW)
    booked(cast, coaching, session.starts_at)
    with pytest.raises(Taken):
        reinstate(session, actor=cast.ana.person, now=NOW)
    session.refresh_from_db()
    assert session.status == Status.CANCELLED


def test_what_the_practice_cancelled_the_client_does_not_take_back(cast: Cast, book_ana: Book) -> None:
    session = book_ana(7)
    cancel(session, actor=cast.miriam.person, now=NOW)
    with pytest.raises(Refused, match="Only who cancelled it"):
        reinstate(session, actor=cast.ana.person, now=NOW)


def test_it_is_not_taken_back_over_the_allotment(cast: Cast, five: Engagement, book_ana: Book) -> None:
    session = book_ana(1.5)
    cancel(session, actor=cast.ana.person, now=NOW)
    for day in range(3, 8):
        book_ana(day)
    with pytest.raises(Refused, match="Nothing is left"):
        reinstate(session, actor=cast.ana.person, now=NOW)


def test_the_coach_says_yes_or_no(cast: Cast, five: Engagement) -> None:
    kind = offer(cast.miriam, approval=True)
    one, other = booked(cast, kind, NOW + 3 * DAY), booked(cast, kind, NOW + 4 * DAY)
    assert confirm(one, actor=cast.miriam.person).status == Status.BOOKED
    assert confirm(one, actor=cast.miriam.person).steps.count() == 2  # a double click is one answer
    assert decline(other, actor=cast.miriam.person).status == Status.DECLINED
    assert left(five) == 4
    with pytest.raises(Refused, match="was declined"):
        confirm(other, actor=cast.miriam.person)
    assert move(one, NOW + 5 * DAY, actor=cast.ana.person, now=NOW).status == Status.REQUESTED


def test_what_has_begun_is_neither_moved_nor_cancelled(cast: Cast, book_ana: Book) -> None:
    session = book_ana(1)
    for act in (lambda now: cancel(session, actor=cast.miriam.person, now=now),
                lambda now: move(session, NOW + 9 * DAY, actor=cast.miriam.person, now=now)):  # fmt: skip
        with pytest.raises(Refused, match="has begun"):
            act(session.starts_at)


def test_every_step_is_an_event_without_words(cast: Cast, book_ana: Book) -> None:
    session = book_ana(7)
    move(session, NOW + 8 * DAY, actor=cast.ana.person, now=NOW)
    cancel(session, actor=cast.ana.person, now=NOW)
    reinstate(session, actor=cast.ana.person, now=NOW)
    verbs = Event.objects.filter(thing=session.public_id).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["session.booked", "session.moved", "session.cancelled", "session.reinstated"]
