import datetime as dt

import pytest
import time_machine

from opencoach.people.actions import pause as pauses
from opencoach.people.actions.engagement import end_engagement
from opencoach.people.models import Engagement, Event
from opencoach.people.refusal import Refused
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.zones]
Status = Engagement.Status
DAY = dt.date(2026, 11, 24)
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


def pause(cast: Cast, starts_on: dt.date, ends_on: dt.date | None = None) -> None:
    pauses.pause_engagement(cast.ana_engagement, actor=cast.miriam.person, starts_on=starts_on, ends_on=ends_on)


@time_machine.travel(NOON, tick=False)
def test_a_pause_from_today_and_back(cast: Cast) -> None:
    pause(cast, DAY)
    assert cast.ana_engagement.status == Status.PAUSED
    pauses.resume_engagement(cast.ana_engagement, actor=cast.miriam.person)
    assert cast.ana_engagement.status == Status.ACTIVE
    assert not pauses.current_pauses(cast.ana_engagement).exists()  # it began today: as if it had never been
    verbs = list(Event.objects.filter(engagement=cast.ana_engagement).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["pause.made", "engagement.paused", "pause.ended", "engagement.resumed"]


def test_a_pause_begins_and_ends_with_the_clients_days(cast: Cast) -> None:
    """Ana lives in Singapore: her 1 December begins at 16:00 UTC on 30 November."""
    with time_machine.travel(NOON, tick=False):
        pause(cast, dt.date(2026, 12, 1), dt.date(2026, 12, 2))
    assert cast.ana_engagement.status == Status.ACTIVE
    statuses = {}
    for hour in ("2026-11-30T15:59", "2026-11-30T16:00", "2026-12-02T15:59", "2026-12-02T16:00"):
        pauses.follow_all_pauses(dt.datetime.fromisoformat(f"{hour}+00:00"))
        cast.ana_engagement.refresh_from_db()
        statuses[hour] = cast.ana_engagement.status
    assert list(statuses.values()) == [Status.ACTIVE, Status.PAUSED, Status.PAUSED, Status.ACTIVE]


@time_machine.travel(NOON, tick=False)
def test_a_pause_that_ran_keeps_its_days(cast: Cast) -> None:
    pause(cast, DAY - dt.timedelta(days=3))
    pauses.resume_engagement(cast.ana_engagement, actor=cast.miriam.person)
    kept = pauses.current_pauses(cast.ana_engagement).get()
    assert (kept.starts_on, kept.ends_on) == (DAY - dt.timedelta(days=3), DAY - dt.timedelta(days=1))


@time_machine.travel(NOON, tick=False)
def test_sending_it_twice_makes_one_pause(cast: Cast) -> None:
    pause(cast, DAY, DAY)
    pause(cast, DAY, DAY)
    assert pauses.current_pauses(cast.ana_engagement).count() == 1


@time_machine.travel(NOON, tick=False)
def test_a_withdrawn_pause_leaves_no_trace_on_the_status(cast: Cast) -> None:
    pause(cast, DAY)
    made = pauses.current_pauses(cast.ana_engagement).get()
    pauses.withdraw_pause(made, actor=cast.miriam.person)
    cast.ana_engagement.refresh_from_db()
    assert cast.ana_engagement.status == Status.ACTIVE


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("first", "last"),
    [
        (DAY + dt.timedelta(days=3), DAY + dt.timedelta(days=2)),
        (DAY - dt.timedelta(days=9), DAY - dt.timedelta(days=8)),
        (DAY + dt.timedelta(days=10), None),
        (DAY + dt.timedelta(days=14), DAY + dt.timedelta(days=15)),
        (DAY + dt.timedelta(days=1), DAY + dt.timedelta(days=11)),
    ],
    ids=["out of order", "over", "open across another", "inside another", "across another"],
)
def test_impossible_pauses_are_refused(first: dt.date, last: dt.date | None, cast: Cast) -> None:
    pause(cast, DAY + dt.timedelta(days=11), DAY + dt.timedelta(days=20))
    with pytest.raises(Refused):
        pause(cast, first, last)
    assert pauses.current_pauses(cast.ana_engagement).count() == 1


@time_machine.travel(NOON, tick=False)
def test_what_has_ended_is_not_paused(cast: Cast) -> None:
    end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    with pytest.raises(Refused):
        pause(cast, DAY)


@time_machine.travel(NOON, tick=False)
def test_an_ended_engagement_stays_ended_while_its_pause_passes(cast: Cast) -> None:
    pause(cast, DAY, DAY)
    end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    assert pauses.follow_all_pauses(NOON + dt.timedelta(days=3)) == 0
    cast.ana_engagement.refresh_from_db()
    assert cast.ana_engagement.status == Status.ENDED
