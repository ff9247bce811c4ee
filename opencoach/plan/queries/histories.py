"""What happened to one action, habit or measure."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opencoach.people.models import Event
from opencoach.plan import private
from opencoach.plan.models import Action, ActionStep, Habit, Item, Measure
from opencoach.plan.queries.history import MOST, Happened, in_order, wordings

SAME = dt.timedelta(seconds=2)  # what is written in one transaction is one thing that happened
Kind = ActionStep.Kind
Known = tuple[str, int | None, dt.datetime]  # what happened, by whom, when
TOLD_AS = {"action.undone": Kind.REOPENED.value}
DAYS = {
    "action.done": gettext_lazy("Done on %(day)s"),
    "habit.done": gettext_lazy("Kept on %(day)s"),
    "habit.skipped": gettext_lazy("Left out on %(day)s"),
    "habit.sick": gettext_lazy("Ill on %(day)s"),
    "habit.undone": gettext_lazy("%(day)s is open again"),
}
PLAIN = {
    "action.set": gettext_lazy("Set"),
    "action.undone": gettext_lazy("Not done after all"),
    "action.carried_back": gettext_lazy("Carrying it on was a slip"),
    "habit.begun": gettext_lazy("Begun"),
    "habit.ended": gettext_lazy("Taken off the list"),
    "habit.taken_up": gettext_lazy("Taken up again"),
    "measure.set": gettext_lazy("Set"),
    "measure.value_removed": gettext_lazy("A value was a slip"),
    "measure.value_restored": gettext_lazy("A value counts again"),
}
OF_ALL = {
    "changed": gettext_lazy("Changed"),
    "removed": gettext_lazy("Taken out of the plan"),
    "restored": gettext_lazy("Put back into the plan"),
}


def history_of_action(action: Action) -> list[Happened]:
    """Four queries. What became of it, with the reasons."""
    steps = {step: _step(action, step) for step in action.steps.order_by("at")}
    texts = list(wordings(action))
    known = [*((step.kind, step.by_id, step.at) for step in steps), *_changes(texts)]
    return in_order(action, [*steps.values(), *texts, *_events(action, known)])


def history_of(item: Habit | Measure) -> list[Happened]:
    """Three queries."""
    texts = list(wordings(item))
    return in_order(item, [*texts, *_events(item, _changes(texts))])


def _changes(texts: Iterable[Happened]) -> list[Known]:
    return [("changed", one.by, one.at) for one in texts]


def _step(action: Action, step: ActionStep) -> Happened:
    step.action = action
    reason = str(private.words(step).get("reason", ""))
    what = str(step.get_kind_display())
    if step.day and step.kind in {Kind.SNOOZED, Kind.CARRIED}:
        what = _("%(what)s to %(day)s") % {"what": what, "day": date_format(step.day, "j F")}
    return Happened(step.at, step.by_id, what, [reason] if reason else [])


def _events(item: Item, known: Iterable[Known]) -> Iterable[Happened]:
    """What was recorded besides: not what is `known` already."""
    rows = Event.objects.filter(engagement=item.engagement, thing=item.public_id).order_by("-at", "-pk")[:MOST]
    for row in rows:
        text = _said(row.verb, row.data)
        kind = TOLD_AS.get(row.verb, row.verb.partition(".")[2])
        if text and not any((one, by) == (kind, row.actor_id) and abs(at - row.at) < SAME for one, by, at in known):
            yield Happened(row.at, row.actor_id, text)


def _said(verb: str, data: Mapping[str, Any]) -> str:
    """An event in words, "" for one that says nothing here."""
    if verb in DAYS:
        day = parse_date(str(data.get("day", "")))
        return str(DAYS[verb]) % {"day": date_format(day, "l j F")} if day else ""
    if verb == "measure.valued":
        number = int(data.get("count", 1))
        return ngettext("%(n)d value written down", "%(n)d values written down", number) % {"n": number}
    return str(PLAIN.get(verb) or OF_ALL.get(verb.partition(".")[2]) or "")


HISTORIES: dict[type[Item], Callable[[Any], list[Happened]]] = {
    Action: history_of_action, Habit: history_of, Measure: history_of
}  # fmt: skip
