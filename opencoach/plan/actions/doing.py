"""What people do with actions."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.refusal import Refused
from opencoach.plan import days, private, recurrence, reminding
from opencoach.plan.actions import items, noticing
from opencoach.plan.models import Action, ActionStep, ActionTick, Goal, Strategy

Kind = ActionStep.Kind
Status = Action.Status
MOST_OPEN = 2000  # of one engagement
LATEST = 31  # days back that can still be ticked


@dataclass(frozen=True, slots=True)
class Todo:
    """An action as somebody sets it: its words by name (`Action`), and what else is said of it."""

    words: Mapping[str, Any]
    timing: str = Action.Timing.OPEN
    day: dt.date | None = None
    clock: dt.time | None = None
    rule: str = ""
    effort: str = ""
    side: str = Action.Doer.CLIENT
    reminds: bool = False
    goal: Goal | None = None
    strategy: Strategy | None = None

    def apply(self, action: Action) -> None:
        """Everything but the words. Raises `recurrence.BadRule` for what is no rule."""
        action.timing, action.effort, action.side = self.timing, self.effort, self.side
        is_open = self.timing == Action.Timing.OPEN
        action.day = None if is_open else self.day
        action.clock = None if is_open else self.clock
        again = self.rule and self.timing == Action.Timing.ON
        action.rule = recurrence.parse(self.rule, self.day).text() if again else ""
        action.reminds = self.reminds and not is_open
        action.goal, action.strategy = self.goal, self.strategy


COLUMNS = (("timing", "day", "clock", "rule", "reminds"), "effort", "side", ("goal", "strategy"))


@transaction.atomic
def set_action(engagement: Engagement, client: Membership | None, todo: Todo, *, actor: Person) -> Action:
    """Something to do stands in the plan. Raises Refused where far too much stands there already."""
    Engagement.objects.select_for_update(of=("self",)).get(pk=engagement.pk)
    if Action.objects.filter(engagement=engagement, status=Status.OPEN, removed_at=None).count() >= MOST_OPEN:
        raise Refused(_("There are too many open actions here. Finish or drop some first."))
    action = items.begin(Action(), engagement, client, actor)
    todo.apply(action)
    action.words = private.seal(action, todo.words)
    action.save()
    items.record("action.set", action, actor, side=action.side)
    _remind(action)
    return action


@transaction.atomic
def change_action(action: Action, todo: Todo, *, revision: int, actor: Person) -> Action:
    """Change it. Raises Changed where somebody else has changed the same meanwhile."""
    action = items.locked(action)
    reminded = action.reminds
    if items.change(action, todo.words, COLUMNS, todo.apply, revision=revision, actor=actor):
        action.save()
        items.record("action.changed", action, actor)
        _remind(action, was=reminded)
    return action


@transaction.atomic
def tick(action: Action, *, actor: Person, day: dt.date | None = None, now: dt.datetime | None = None) -> Action:
    """It was done: today, or on the `day` that was due of one that comes again. Twice is once.

    Raises Refused for a day on which nothing was due, to come, or long gone.
    """
    action = items.locked(action)
    today = days.today_of(action, now)
    day = day or today
    if action.is_again:
        _require_due(action, day, today)
    elif action.status == Status.DONE:
        return action
    else:
        _become(action, Status.DONE)
        _step(action, Kind.DONE, actor, day=today)
        day = today
    _tick, made = ActionTick.objects.get_or_create(action=action, day=day, defaults={"by": actor})
    if made:
        items.record("action.done", action, actor, day=day.isoformat())
        noticing.action_done(action, day)
    return action


def _require_due(action: Action, day: dt.date, today: dt.date) -> None:
    start = action.day or today
    if action.status != Status.OPEN or not recurrence.falls_on(recurrence.parse(action.rule), start, day):
        raise Refused(_("It isn’t due on that day."))
    if day > today:
        raise Refused(_("That day is still to come."))
    if (today - day).days > LATEST:
        raise Refused(_("That day is too long ago to be ticked."))


@transaction.atomic
def untick(action: Action, *, actor: Person, day: dt.date | None = None) -> Action:
    """It was not done after all: it is open again as it was."""
    action = items.locked(action)
    ticks = action.ticks.all() if not action.is_again else action.ticks.filter(day=day or days.today_of(action))
    gone = [tick.day for tick in ticks]
    ticks.delete()
    if action.status != Status.OPEN:
        _become(action, Status.OPEN)
        _step(action, Kind.REOPENED, actor)
    if gone:
        items.record("action.undone", action, actor)
        noticing.take_back(action, gone)
    return action


@transaction.atomic
def snooze(action: Action, until: dt.date | None, *, actor: Person, now: dt.datetime | None = None) -> Action:
    """Out of sight until that day; None brings it back now. Its own day stays."""
    action = items.locked(action)
    _require_open(action)
    if until is not None and until <= days.today_of(action, now):
        raise Refused(_("Choose a day after today."))
    action.snoozed_until = until
    action.save(update_fields=["snoozed_until"])
    _remind(action)
    if until is not None:
        _step(action, Kind.SNOOZED, actor, day=until)
        items.record("action.snoozed", action, actor, until=until.isoformat())
    return action


@transaction.atomic
def carry_on(action: Action, day: dt.date, *, actor: Person, now: dt.datetime | None = None) -> Action:
    """What has slipped goes on, with a new day. Raises Refused for one that is gone, or that comes again anyway."""
    action = items.locked(action)
    _require_open(action)
    if action.is_again:
        raise Refused(_("It comes again by itself."))
    if day < days.today_of(action, now):
        raise Refused(_("That day is over. Choose today or a later one."))
    stood = {"timing": action.timing, "was": action.day.isoformat() if action.day else ""}
    if action.timing == Action.Timing.OPEN:
        action.timing = Action.Timing.BY
    action.day, action.snoozed_until = day, None
    action.carried = min(action.carried + 1, 999)
    action.save(update_fields=["day", "timing", "snoozed_until", "carried"])
    _remind(action)
    _step(action, Kind.CARRIED, actor, day=day, **stood)
    items.record("action.carried", action, actor, day=day.isoformat())
    return action


@transaction.atomic
def carry_back(action: Action, *, actor: Person) -> Action:
    """It was a slip: it has the day again that it had, and does not count as carried. Raises Refused where something
    else was done with it since."""
    action = items.locked(action)
    last = action.steps.order_by("-pk").first()
    if last is None or last.kind != Kind.CARRIED or action.status != Status.OPEN or action.day != last.day:
        raise Refused(_("Something else was done since. Choose its day instead."))
    stood = private.words(last)
    action.day = parse_date(stood.get("was", "")) or None
    action.timing = stood.get("timing") or action.timing
    if action.day is None:
        action.timing = Action.Timing.OPEN
    action.carried = max(0, action.carried - 1)
    action.save(update_fields=["day", "timing", "carried"])
    last.delete()
    _remind(action)
    items.record("action.carried_back", action, actor)
    return action


@transaction.atomic
def drop(action: Action, reason: str, *, actor: Person) -> Action:
    """It is not to be done any more. The reason is for the two of them."""
    action = items.locked(action)
    _require_open(action)
    _become(action, Status.DROPPED)
    _step(action, Kind.DROPPED, actor, reason=reason)
    items.record("action.dropped", action, actor)
    return action


@transaction.atomic
def take_up(action: Action, *, actor: Person) -> Action:
    """What was dropped is to be done again."""
    action = items.locked(action)
    if action.status == Status.DROPPED:
        _become(action, Status.OPEN)
        _step(action, Kind.REOPENED, actor)
        items.record("action.reopened", action, actor)
    return action


def _require_open(action: Action) -> None:
    if action.status != Status.OPEN:
        raise Refused(_("This is done already.") if action.status == Status.DONE else _("This was dropped."))


def _become(action: Action, status: str) -> None:
    action.status, action.status_at, action.snoozed_until = status, timezone.now(), None
    action.save(update_fields=["status", "status_at", "snoozed_until"])
    _remind(action)


def _remind(action: Action, *, was: bool = False) -> None:
    """What it reminds of follows at once."""
    if action.reminds or was:
        reminding.follow(action.engagement)


def _step(action: Action, kind: str, actor: Person, *, day: dt.date | None = None, **words: str) -> ActionStep:
    step = ActionStep(action=action, kind=kind, by=actor, day=day)
    step.words = private.seal(step, words)
    step.save()
    return step


@transaction.atomic
def remove_action(action: Action, *, actor: Person) -> Action:
    """It stands in the plan no longer, as if it had been a slip."""
    action = items.remove(action, actor=actor, verb="action.removed")
    _remind(action)
    return action


@transaction.atomic
def restore_action(action: Action, *, actor: Person) -> Action:
    """It stands there again."""
    action = items.restore(action, actor=actor, verb="action.restored")
    _remind(action)
    return action
