"""Three weeks of Ana's plan, lived: what she did, what she left, what she counted, and who said a word about it."""

import datetime as dt
import zoneinfo
from decimal import Decimal

from opencoach.demo.planning import Teller
from opencoach.plan import actions, days
from opencoach.plan.actions import checkins, doing, habits, measures
from opencoach.plan.actions.doing import Todo
from opencoach.plan.actions.habits import Practised
from opencoach.plan.actions.measures import Given
from opencoach.plan.asking import Said
from opencoach.plan.models import ActionStep, ActionTick, CheckInRhythm, Encouragement, Goal, Habit

WEEKS = 21  # days
DONE = (20, 19, 18, 15, 14, 13, 12, 11, 8, 7, 6, 5, 4, 2, 1)  # days ago on which she asked back
ILL = (10, 9)
WAITED = ((69, 14), (62, 13), (55, 14), (48, 12), (41, 11), (20, 9), (13, 7), (6, 5))  # (days ago, decisions)
SPOKE = ((62, 0), (48, 1), (34, 1), (20, 1), (6, 2))
CHECKED = (  # how each of the last weeks went, the first one first; of one, nothing came
    Said(5, 3, "Everybody still looks at me when it gets quiet.", ""),
    Said(6, 4, "", "I said “what would you do?” on Tuesday, and then nothing."),
    None,
    Said(7, 4, "The vendor talk: I answered before I had thought.", "Wei Ling settled the budget without me."),
)
ONCE = (("Write down which decisions are only mine", 19, 17), ("Tell the team on Thursday what is theirs now", 17, 11))


def live(teller: Teller) -> None:
    """All of it, each on its day."""
    first, second = Goal.objects.filter(engagement=teller.engagement).order_by("pk")[:2]
    _habit(teller, first)
    _actions(teller, first, second)
    _measures(teller, first, second)
    _checkins(teller, first)
    actions.share_goal(first, ["coach", "sponsor"], actor=teller.client.person)
    teller.dated(15, (11, 0), first.shares.filter(audience="sponsor"), "since")


def _habit(teller: Teller, goal: Goal) -> None:
    client = teller.client
    now = teller.demo.now
    words = {"title": "“What would you do?” before I say what I think", "cue": "somebody asks me to decide"}
    habit = habits.begin_habit(teller.engagement, client, Practised(words, weekdays="01234", goal=goal),
                               actor=client.person, started_on=days.today_of(Habit(engagement=teller.engagement,
                               client=client), now) - dt.timedelta(days=WEEKS))  # fmt: skip
    teller.item(WEEKS, habit)
    today = days.today_of(habit, now)
    for ago in sorted((*DONE, *ILL), reverse=True):
        state = "sick" if ago in ILL else "done"
        habits.mark_day(habit, today - dt.timedelta(days=ago), state, actor=client.person, now=now)
        _noticed(teller, ago)


def _noticed(teller: Teller, ago: int) -> None:
    """What the house noticed just now, it noticed on that evening."""
    new = Encouragement.objects.filter(engagement=teller.engagement, created_at__gt=teller.demo.ago(0, 0))
    teller.dated(ago, (21, 5), new, "created_at")


def _actions(teller: Teller, first: Goal, second: Goal) -> None:
    client, now = teller.client, teller.demo.now
    for title, set_on, done_on in ONCE:
        action = doing.set_action(teller.engagement, client, Todo({"title": title}, goal=first), actor=client.person)
        teller.item(set_on, action)
        doing.tick(action, actor=client.person, now=now)
        at = teller.demo.ago(done_on, 17, 40)
        day = days.today_of(action, at)
        ActionTick.objects.filter(action=action).update(day=day, at=at)
        teller.item(set_on, action, status_at=at)
        teller.dated(done_on, (17, 40), ActionStep.objects.filter(action=action), day=day)
        _noticed(teller, done_on)
    today = days.today_of(action, now)
    week = Todo({"title": "Look back at the week, three lines"}, timing="on", day=today - dt.timedelta(days=WEEKS),
                rule="FREQ=WEEKLY;BYDAY=FR", goal=first)  # fmt: skip
    again = doing.set_action(teller.engagement, client, week, actor=client.person)
    teller.item(WEEKS, again)
    evening = Todo(
        {"title": "Write the one sentence for the committee", "cue": "it is the evening before the committee",
         "response": "I write down the one sentence that I will say"},
        timing="by", day=today + dt.timedelta(days=2), effort="small", goal=second,
    )  # fmt: skip
    teller.item(6, doing.set_action(teller.engagement, client, evening, actor=client.person))


def _measures(teller: Teller, first: Goal, second: Goal) -> None:
    told = (
        ({"title": "Decisions that waited for me", "unit": "a week"}, first, "outcome", "down", 4, "week", WAITED),
        (
            {"title": "Meetings in which I took a position", "unit": "a week"},
            second,
            "behaviour",
            "up",
            2,
            "week",
            SPOKE,
        ),
    )
    for words, goal, kind, direction, target, rhythm, values in told:
        plain = {"kind": kind, "direction": direction, "target": Decimal(target), "rhythm": rhythm, "goal": goal}
        made = measures.set_measure(teller.engagement, teller.client, words, plain, actor=teller.client.person)
        teller.item(values[0][0], made)
        for ago, value in values:
            given = Given(Decimal(value), teller.demo.ago(ago, 18, 30))
            measures.add_values(made, [given], actor=teller.client.person)
            _noticed(teller, ago)


def _checkins(teller: Teller, goal: Goal) -> None:
    """A check-in a week, due on the days just before now; the last one was answered."""
    client, now = teller.client, teller.demo.now
    today = days.today_of(goal, now)
    last = today - dt.timedelta(days=2)
    rhythm = checkins.set_rhythm(
        teller.engagement, client, actor=teller.engagement.current_coaches[0].person, weekday=last.weekday(),
        clock=dt.time(17), goal=goal,
    )  # fmt: skip
    began = last - dt.timedelta(weeks=len(CHECKED) - 1)
    rhythm.started_on = began
    rhythm.save(update_fields=["started_on"])
    teller.item((today - began).days, rhythm)
    for week, told in enumerate(CHECKED):
        day = began + dt.timedelta(weeks=week)
        if told is None:  # that nothing came, the coach has seen
            CheckInRhythm.objects.filter(pk=rhythm.pk).update(seen_until=day)
            continue
        evening = dt.datetime.combine(day, dt.time(17, 30), zoneinfo.ZoneInfo(client.zone))
        answer = checkins.check_in(rhythm, day, told, actor=client.person, now=evening)
        teller.item((today - day).days, answer, looked_at=evening + dt.timedelta(hours=16))
