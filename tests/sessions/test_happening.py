import datetime as dt
from collections.abc import Callable

import pytest

from opencoach.people.refusal import Refused
from opencoach.sessions import private
from opencoach.sessions.actions import cancel, hold, miss, note_agenda
from opencoach.sessions.models import CoachingSession
from tests.cast import Cast
from tests.sessions.making import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
Status = CoachingSession.Status
Book = Callable[..., CoachingSession]
MINUTE = dt.timedelta(minutes=1)


def test_it_was_held_as_planned(cast: Cast, book_ana: Book) -> None:
    session = book_ana(1)
    held = hold(session, actor=cast.miriam.person, now=session.ends_at)
    assert (held.status, held.started_at, held.ended_at) == (Status.HELD, session.starts_at, session.ends_at)
    assert {one.presence for one in held.attendances.all()} == {"there"}


def test_real_times_are_kept(cast: Cast, book_ana: Book) -> None:
    session = book_ana(1)
    started, ended = session.starts_at + 5 * MINUTE, session.starts_at + 50 * MINUTE
    held = hold(session, actor=cast.miriam.person, started_at=started, ended_at=ended, now=ended)
    assert (held.started_at, held.ended_at) == (started, ended)
    with pytest.raises(Refused, match="ends after it begins"):
        hold(session, actor=cast.miriam.person, started_at=ended, ended_at=started, now=ended)


def test_not_before_its_time(cast: Cast, book_ana: Book) -> None:
    session = book_ana(1)
    with pytest.raises(Refused, match="still to come"):
        hold(session, actor=cast.miriam.person, now=session.starts_at - 16 * MINUTE)


@pytest.mark.parametrize(("who", "counts"), [("ana", True), ("miriam", False)])
def test_who_was_missing_decides_whether_it_counts(cast: Cast, book_ana: Book, who: str, *, counts: bool) -> None:
    session = book_ana(1)
    missed = miss(session, actor=cast.miriam.person, missing=[getattr(cast, who)], now=session.ends_at)
    assert (missed.status, missed.counts) == (Status.MISSED, counts)
    assert missed.attendances.get(presence="missing").membership == getattr(cast, who)
    held = hold(session, actor=cast.miriam.person, now=session.ends_at)  # it was a mistake
    assert (held.status, held.counts, held.attendances.filter(presence="missing").count()) == (Status.HELD, True, 0)


def test_a_cancelled_one_was_not_held(cast: Cast, book_ana: Book) -> None:
    session = book_ana(1)
    cancel(session, actor=cast.ana.person, now=NOW)
    with pytest.raises(Refused, match="has been cancelled"):
        hold(session, actor=cast.miriam.person, now=session.ends_at)


def test_the_agenda_is_written_by_its_people(cast: Cast, book_ana: Book) -> None:
    session = note_agenda(book_ana(), "Saying no\nto Rui", actor=cast.ana.person)
    assert private.unseal(session, "agenda") == "Saying no\nto Rui"
    with pytest.raises(Refused, match="2000 characters"):
        note_agenda(session, "x" * 2001, actor=cast.ana.person)
