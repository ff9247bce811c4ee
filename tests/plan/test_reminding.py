"""What somebody is reminded of: planned on their clock, in one mail, gone with what it is about."""

import datetime as dt
import zoneinfo

import pytest
from django.utils import timezone

from opencoach.outbox import planning, ports
from opencoach.outbox.models import Delivery
from opencoach.people.actions.pause import pause_engagement, withdraw_pause
from opencoach.plan import days, recurrence, reminder_mails, reminding
from opencoach.plan.actions import checkins, doing, encouraging, habits
from opencoach.plan.asking import Said
from opencoach.plan.models import Action
from opencoach.plan.reminding import REMINDER, WORD, awake
from tests.cast import Cast
from tests.plan.doing import DAY, action_of_ana, habit_of_ana, rhythm_of_ana, word_for_ana
from tests.plan.making import goal_of_ana

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SINGAPORE = zoneinfo.ZoneInfo("Asia/Singapore")


def today() -> dt.date:
    return timezone.now().astimezone(SINGAPORE).date()


def reminded(cast: Cast, title: str = "Ask Wei Ling first", ago: int = -2, **fields: object) -> Action:
    """Ana's action in two days, with a mail on the day."""
    return action_of_ana(cast, title, timing="on", day=today() - ago * DAY, reminds=True, **fields)


def waiting(kind: str = REMINDER) -> list[Delivery]:
    return list(Delivery.objects.filter(kind=kind, state="waiting").order_by("due_at"))


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), SINGAPORE)


@pytest.mark.zones
def test_it_goes_at_its_time_on_the_clients_clock(cast: Cast) -> None:
    action = reminded(cast, clock=dt.time(7, 30))
    (one,) = waiting()
    assert (one.person, one.due_at) == (cast.ana.person, at(today() + 2 * DAY, 7, 30))
    assert action.day == today() + 2 * DAY
    reminded(cast, "Without a time")
    assert [row.due_at for row in waiting()] == [at(today() + 2 * DAY, 7, 30), at(today() + 2 * DAY, 9)]


def test_what_is_due_at_one_time_goes_in_one_mail(cast: Cast) -> None:
    reminded(cast, "Ask Wei Ling first")
    reminded(cast, "Read the board paper once")
    (one,) = waiting()
    text = reminder_mails.reminder(one).text
    assert "Ask Wei Ling first" in text
    assert "Read the board paper once" in text
    assert reminder_mails.reminder_due(one) == ""


def test_without_the_box_nothing_goes(cast: Cast) -> None:
    action_of_ana(cast, timing="on", day=today() + DAY)
    planning.materialise(cast.ana_engagement)
    assert not waiting()


def test_it_is_gone_with_the_action_and_comes_again_with_it(cast: Cast) -> None:
    action = reminded(cast)
    for undo, redo in (
        (lambda: doing.drop(action, "", actor=cast.ana.person), lambda: doing.take_up(action, actor=cast.ana.person)),
        (lambda: doing.tick(action, actor=cast.ana.person), lambda: doing.untick(action, actor=cast.ana.person)),
    ):
        undo()
        assert not waiting()
        redo()
        assert len(waiting()) == 1
    doing.remove_action(action, actor=cast.ana.person)
    assert not waiting()
    doing.restore_action(action, actor=cast.ana.person)
    assert len(waiting()) == 1


def test_it_goes_on_with_the_action_to_another_day(cast: Cast) -> None:
    action = reminded(cast)
    doing.carry_on(action, today() + 5 * DAY, actor=cast.ana.person)
    assert [row.due_at for row in waiting()] == [at(today() + 5 * DAY, 9)]
    doing.snooze(action, today() + 7 * DAY, actor=cast.ana.person)
    assert [row.due_at for row in waiting()] == [at(today() + 7 * DAY, 9)]
    doing.snooze(action, None, actor=cast.ana.person)
    assert [row.due_at for row in waiting()] == [at(today() + 5 * DAY, 9)]


def test_one_that_comes_again_reminds_on_each_of_its_days(cast: Cast) -> None:
    reminded(cast, rule="FREQ=DAILY;INTERVAL=3")
    planned = [row.due_at for row in waiting()]
    assert planned == [at(today() + n * DAY, 9) for n in (2, 5, 8, 11, 14)]


def test_of_the_days_of_a_pause_nothing_is_planned(cast: Cast) -> None:
    reminded(cast)
    pause = pause_engagement(
        cast.ana_engagement, actor=cast.miriam.person, starts_on=today() + DAY, ends_on=today() + 4 * DAY
    )
    planning.materialise(cast.ana_engagement)
    assert not waiting()
    withdraw_pause(pause, actor=cast.miriam.person)
    cast.ana_engagement.refresh_from_db()
    planning.materialise(cast.ana_engagement)
    planning.materialise(cast.ana_engagement)
    assert len(waiting()) == 1


def test_what_is_done_before_is_not_sent(cast: Cast) -> None:
    rule = "FREQ=DAILY"
    action = reminded(cast, ago=3, rule=rule)
    now = timezone.now()
    one = Delivery(
        kind=REMINDER, engagement=cast.ana_engagement, person=cast.ana.person,
        payload={"member": str(cast.ana.public_id), "at": at(today(), 9).isoformat()},
    )  # fmt: skip
    assert reminder_mails.reminder_due(one) == ""
    doing.tick(action, day=today(), actor=cast.ana.person, now=now)
    assert "done already" in reminder_mails.reminder_due(one)


def test_a_check_in_asks_by_mail_while_it_is_open(cast: Cast) -> None:
    found = rhythm_of_ana(cast, clock=dt.time(18))
    planning.materialise(cast.ana_engagement)
    due = [row for row in waiting() if row.due_at.astimezone(SINGAPORE).date() == today() + 7 * DAY]
    assert [row.due_at for row in due] == [at(today() + 7 * DAY, 18)]
    assert "check-in is open" in reminder_mails.reminder(due[0]).text
    one = Delivery(
        kind=REMINDER, engagement=cast.ana_engagement, person=cast.ana.person,
        payload={"member": str(cast.ana.public_id), "at": at(today(), 18).isoformat()},
    )  # fmt: skip
    assert reminder_mails.reminder_due(one) == ""
    checkins.check_in(found, days.today_of(found), Said(5), actor=cast.ana.person)
    assert "done already" in reminder_mails.reminder_due(one)
    checkins.end_rhythm(found, actor=cast.ana.person)
    assert not waiting()


def test_a_habit_reminds_on_the_days_that_are_needed_and_goes_with_it(cast: Cast) -> None:
    habit = habit_of_ana(cast, "Three sentences", clock=dt.time(21))
    action_of_ana(cast, "Read the paper", timing="on", day=today() + 2 * DAY, clock=dt.time(21), reminds=True)
    evenings = [row.due_at for row in waiting()]
    assert evenings == [at(day, 21) for day in _days(today(), 15) if at(day, 21) > timezone.now()][: len(evenings)]
    assert len(evenings) >= 14
    (both,) = [row for row in waiting() if row.due_at == at(today() + 2 * DAY, 21)]
    text = reminder_mails.reminder(both).text
    assert ("Three sentences" in text, "Read the paper" in text) == (True, True)
    one = Delivery(
        kind=REMINDER, engagement=cast.ana_engagement, person=cast.ana.person,
        payload={"member": str(cast.ana.public_id), "at": at(today(), 21).isoformat()},
    )  # fmt: skip
    assert reminder_mails.reminder_due(one) == ""
    for state in ("done", "sick"):
        habits.mark_day(habit, today(), state, actor=cast.ana.person)
        assert "done already" in reminder_mails.reminder_due(one)
    habits.end_habit(habit, actor=cast.ana.person)
    assert [row.due_at for row in waiting()] == [at(today() + 2 * DAY, 21)]
    habits.take_up_habit(habit, actor=cast.ana.person)
    assert len(waiting()) == len(evenings)
    weekly = habits.Practised({"title": "Three sentences"}, per="week", times=2, clock=dt.time(20))
    habits.change_habit(habit, weekly, revision=0, actor=cast.ana.person)
    due = [row.due_at.astimezone(SINGAPORE) for row in waiting() if row.due_at != at(today() + 2 * DAY, 21)]
    assert {day.weekday() for day in due} == {5, 6}
    assert {day.time() for day in due} == {dt.time(20)}


def _days(first: dt.date, count: int) -> list[dt.date]:
    return [first + n * DAY for n in range(count + 1)]


def test_the_coachs_own_action_reminds_the_coach(cast: Cast) -> None:
    reminded(cast, "Send the book", side="coach")
    (one,) = waiting()
    assert one.person == cast.miriam.person
    local = one.due_at.astimezone(zoneinfo.ZoneInfo(cast.miriam.zone))
    assert (local.date(), local.time()) == (today() + 2 * DAY, dt.time(9))


def test_only_whom_it_is_for_may_read_the_mail(cast: Cast) -> None:
    reminded(cast, goal=goal_of_ana(cast, "Something of my own", shared=False))
    (one,) = waiting()
    kind = ports.kinds[REMINDER]
    assert kind.may_preview(cast.ana.person, one)
    assert not kind.may_preview(cast.miriam.person, one)
    assert kind.group == "reminders"


@pytest.mark.zones
@pytest.mark.parametrize(
    ("hour", "expected"), [(3, (0, 8)), (7, (0, 8)), (8, (0, 9)), (12, (0, 13)), (20, (1, 8)), (23, (1, 8))]
)
def test_words_arrive_while_somebody_is_awake(hour: int, expected: tuple[int, int]) -> None:
    day = dt.date(2027, 3, 27)
    for zone in ("Asia/Singapore", "Europe/Berlin", "America/New_York", "Asia/Kolkata"):
        found = reminding.wall(awake(recurrence.instant(day, dt.time(hour, 30), zone), zone), zone)
        later, clock = expected
        assert found.date() == day + later * DAY
        assert abs(found.hour - clock) <= 1


def test_a_word_is_mailed_once_and_not_after_a_thank_you(cast: Cast) -> None:
    word = word_for_ana(cast)
    planning.materialise(cast.ana_engagement)
    planning.materialise(cast.ana_engagement)
    (one,) = waiting(WORD)
    mail = reminder_mails.word(one)
    assert "Wei Ling signed it off without you" in mail.text
    assert cast.miriam.display_name in mail.subject
    encouraging.thank(word, actor=cast.ana.person)
    assert "They have seen it" in reminder_mails.word_due(one)
    planning.materialise(cast.ana_engagement)
    assert not waiting(WORD)


def test_what_the_house_noticed_is_not_mailed(cast: Cast) -> None:
    doing.tick(action_of_ana(cast), actor=cast.ana.person)
    planning.materialise(cast.ana_engagement)
    assert not waiting(WORD)
