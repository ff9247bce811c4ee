"""Measures and check-ins."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from opencoach.people.refusal import Refused
from opencoach.plan import days, private
from opencoach.plan.actions import checkins, measures
from opencoach.plan.actions.measures import Given
from opencoach.plan.asking import Said
from opencoach.plan.models import CheckIn, Encouragement, Measure, MeasureValue
from opencoach.plan.queries.measures import LATELY, TABLE, days_of, seen_lately, seen_measures
from tests.cast import Cast
from tests.plan.doing import DAY, measure_of_ana, rhythm_of_ana, value_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.zones]
NOW = dt.datetime(2027, 3, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize("value", ["-1", "11", "NaN", "Infinity", "1e12"])
def test_what_can_be_no_value_is_refused_and_nothing_is_written(cast: Cast, value: str) -> None:
    measure = measure_of_ana(cast, low=Decimal(0), high=Decimal(10))
    now = dt.datetime.now(dt.UTC)
    with pytest.raises(Refused):
        measures.add_values(measure, [Given(Decimal(3), now), Given(Decimal(value), now)], actor=cast.ana.person)
    assert not measure.values.exists()


def test_a_value_to_come_is_refused(cast: Cast) -> None:
    measure = measure_of_ana(cast)
    with pytest.raises(Refused):
        measures.add_values(measure, [Given(Decimal(3), dt.datetime.now(dt.UTC) + 3 * DAY)], actor=cast.ana.person)


def test_the_same_from_one_source_twice_is_one_value(cast: Cast) -> None:
    measure = measure_of_ana(cast)
    given = [Given(Decimal(3), dt.datetime.now(dt.UTC), "after the holiday", key="response:1")]
    for _twice in range(2):
        measures.add_values(measure, given, actor=None, source=MeasureValue.Source.QUESTIONNAIRE)
    value = measure.values.get()
    assert private.words(value) == {"note": "after the holiday"}
    assert b"holiday" not in bytes(value.words)
    measures.remove_value(value, actor=cast.ana.person)
    assert not measure.values.filter(removed_at=None).exists()
    measures.restore_value(value, actor=cast.ana.person)
    assert measure.values.filter(removed_at=None).exists()


def test_the_target_is_noticed_the_first_time(cast: Cast) -> None:
    measure = measure_of_ana(cast, direction="down", target=Decimal(4))
    value_of(measure, 9, ago=3)
    assert not Encouragement.objects.exists()
    value_of(measure, 4, ago=1)
    assert Encouragement.objects.get().occasion == "level"
    Encouragement.objects.all().delete()
    value_of(measure, 3)
    assert not Encouragement.objects.exists()


def test_a_check_in_is_answered_on_its_day_and_six_after_it_and_can_be_corrected(cast: Cast) -> None:
    found = rhythm_of_ana(cast, ago=21)
    today = days.today_of(found)
    checkins.check_in(found, today, Said(4, 2, obstacle="The budget round"), actor=cast.ana.person)
    row = checkins.check_in(found, today, Said(6, 3, proud="I waited"), actor=cast.ana.person)
    assert CheckIn.objects.get() == row
    assert (row.progress, row.mood, private.words(row)) == (6, 3, {"proud": "I waited"})
    assert b"waited" not in bytes(row.words)
    for day in (today - DAY, today - 7 * DAY, today + 7 * DAY):
        with pytest.raises(Refused):
            checkins.check_in(found, day, Said(5), actor=cast.ana.person)


def test_one_rhythm_for_each_goal_and_the_old_one_keeps_its_answers(cast: Cast) -> None:
    found = rhythm_of_ana(cast)
    today = days.today_of(found)
    checkins.check_in(found, today, Said(4), actor=cast.ana.person)
    same = checkins.set_rhythm(cast.ana_engagement, cast.ana, actor=cast.ana.person, weekday=found.weekday)
    assert same == found
    other = checkins.set_rhythm(cast.ana_engagement, cast.ana, actor=cast.ana.person, weekday=(found.weekday + 1) % 7)
    found.refresh_from_db()
    assert (found.ended_on, found.checkins.count(), other.ended_on) == (today, 1, None)


@pytest.mark.parametrize(("progress", "mood", "low"), [(3, None, True), (4, None, False), (9, 1, True), (4, 2, False)])
def test_a_low_one_asks_to_be_looked_at(progress: int, mood: int | None, low: bool) -> None:
    assert CheckIn(progress=progress, mood=mood).is_low is low


def test_of_many_values_the_latest_are_loaded_and_all_are_counted(cast: Cast) -> None:
    now = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
    often = {"Daily": ("day", 1, 300), "Weekly": ("week", 7, 130), "New": ("day", 1, 3), "Empty": ("", 1, 0)}
    for title, (rhythm, step, number) in often.items():
        made = measure_of_ana(cast, title, rhythm=rhythm)
        MeasureValue.objects.bulk_create(
            MeasureValue(measure=made, value=number - n, at=now - n * step * DAY) for n in range(number)
        )
        MeasureValue.objects.create(measure=made, value=99, at=now, removed_at=now)
    rows = Measure.objects.select_related("engagement").order_by("position")
    lately, everything = seen_lately(rows), seen_measures(rows)
    assert [len(one.points) for one in lately] == [LATELY, LATELY, 3, 0]
    for few, whole in zip(lately, everything, strict=True):
        assert few.points == whole.points[-LATELY:]
        assert (few.count, few.first, few.baseline, few.now) == (whole.count, whole.first, whole.baseline, whole.now)
    assert [(one.count, one.is_cut) for one in lately] == [(300, True), (130, True), (3, False), (0, False)]


def test_the_table_of_several_has_the_latest_days_of_all_of_them(cast: Cast) -> None:
    now = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
    for title, step in (("Daily", 1), ("Weekly", 7)):
        made = measure_of_ana(cast, title)
        MeasureValue.objects.bulk_create(
            MeasureValue(measure=made, value=n, at=now - n * step * DAY) for n in range(250)
        )
    MeasureValue.objects.create(measure=made, value="-1.50", at=now + dt.timedelta(minutes=1))
    with timezone.override("UTC"):
        table = days_of(seen_measures(Measure.objects.select_related("engagement").order_by("position")))
    assert len(table) == TABLE
    assert table[:2] == [("1 Mar 2027", ["0", "-1.5"]), ("28 Feb 2027", ["1", ""])]  # the day's last value
    assert table[-1] == ("14 Aug 2026", ["199", ""])
    assert [row for row in table if row[1][1]][-1] == ("17 Aug 2026", ["196", "28"])
