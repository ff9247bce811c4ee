"""What the house notices: a first, a return after a gap, something kept up, a level reached. Within a budget."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from opencoach.people.models import Membership
from opencoach.plan import days, private
from opencoach.plan.actions import items
from opencoach.plan.models import Action, ActionTick, Encouragement, Goal, Habit, HabitTick, Item, Measure
from opencoach.plan.strength import begin_of, periods, streak
from opencoach.plan.ticks import amounts
from opencoach.plan.ticks import off as off_days

Occasion = Encouragement.Occasion
Tone = Encouragement.Tone
A_WEEK = 3  # at most, of the house's own
GAP = 10  # days that counted, after which coming back is a return
KEPT = {"day": (7, 30, 100, 365), "week": (4, 12, 26, 52), "month": (3, 6, 12)}


def tone_of(client: Membership | None) -> str:
    """The tone that a client has chosen for what the house says."""
    chosen = client.preferences.get("encouragement", "") if client else ""
    return chosen if chosen in Tone.values else Tone.WARM


def action_done(action: Action, day: dt.date) -> None:
    """An action was ticked on that day."""
    others = ActionTick.objects.filter(action__engagement=action.engagement, action__client=action.client_id)
    if action.side == Action.Doer.CLIENT and others.count() == 1:
        _say(action, Occasion.FIRST, day, 1, action.goal)


def habit_done(habit: Habit, day: dt.date) -> None:
    """A habit was kept on that day: is it a first, a return, or a number of periods in a row?"""
    ticks = list(habit.ticks.filter(day__lte=day).order_by("-day"))
    done = [tick for tick in ticks if tick.state == HabitTick.State.DONE]
    if len(done) == 1:
        _say(habit, Occasion.FIRST, day, 1, habit.goal)
        return
    off = days_off(habit, ticks, day)
    missed = [one for one in _between(done[1].day, day) if one not in off and habit.aim.is_for(one)]
    if len(missed) >= GAP:
        _say(habit, Occasion.RETURN, day, len(missed), habit.goal)
        return
    row = periods(habit.aim, habit.started_on, day, amounts(done), off)
    run = streak(row, day)
    was = streak([one for one in row if one.last < begin_of(habit.aim.per, day)], day)
    if run > was and run in KEPT[habit.per]:
        _say(habit, Occasion.KEPT, day, run, habit.goal)


def level_reached(item: Goal | Measure, day: dt.date, level: int = 0) -> None:
    """A goal came to a higher level than ever before, or a measure to its target."""
    _say(item, Occasion.LEVEL, day, level, item if isinstance(item, Goal) else item.goal)


def days_off(habit: Habit, ticks: Iterable[HabitTick], last: dt.date) -> frozenset[dt.date]:
    """The days of a habit that don't count: left out, ill, paused."""
    paused = days.pauses_of([habit.engagement]).get(habit.engagement_id, [])
    return days.days_off(paused, habit.started_on, last) | off_days(ticks)


def _between(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + n * days.DAY for n in range(1, (last - first).days)]


def _say(item: Item, occasion: str, day: dt.date, count: int, goal: Goal | None) -> None:
    tone = tone_of(item.client)
    if tone == Tone.QUIET:
        return
    said = Encouragement.objects.filter(
        engagement=item.engagement, client=item.client, origin=Encouragement.Origin.HOUSE, removed_at=None,
        created_at__gte=timezone.now() - dt.timedelta(days=7),
    )  # fmt: skip
    recent = list(said.values_list("created_at", flat=True))
    here = [one for one in recent if one > timezone.now() - dt.timedelta(hours=20)]
    if here or len(recent) >= A_WEEK:
        return
    key = f"{occasion}:{item.public_id}:{day}"
    if Encouragement.objects.filter(engagement=item.engagement, key=key).exists():
        return
    word = items.begin(Encouragement(), item.engagement, item.client, item.created_by)
    word.origin, word.occasion, word.tone = Encouragement.Origin.HOUSE, occasion, tone
    word.goal, word.count, word.key = goal, count, key
    word.words = private.seal(word, {"about": str(private.words(item).get("title", ""))})
    word.save()
    items.record("encouragement.noticed", word, None, occasion=occasion)


def take_back(item: Item, gone: Iterable[dt.date]) -> None:
    """What was noticed about these days is not true any more."""
    keys = [f"{occasion}:{item.public_id}:{day}" for day in gone for occasion in Occasion.values]
    Encouragement.objects.filter(engagement=item.engagement, key__in=keys).delete()
