"""What happened to a goal, an action, a habit or a measure, with every earlier text, the latest first."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from opencoach.people.models import Membership
from opencoach.plan import levels, private
from opencoach.plan.models import Goal, GoalRuler, Item, StrategyStep, Wording

MOST = 500


@dataclass(frozen=True, slots=True)
class Happened:
    """One line: when, who, what, in whose words. `texts`: how it read before, by place. `revision`: that can be read
    again; `undo`: the kind of thing that can be taken back, and its id."""

    at: dt.datetime
    by: int | None
    what: str
    words: list[str] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    revision: int | None = None
    rating: Any = None
    undone: bool = False
    who: str = ""


def history_of(goal: Goal) -> list[Happened]:
    """Six queries."""
    return in_order(goal, [*_steps(goal), *_ratings(goal), *_rulers(goal), *_strategies(goal), *wordings(goal)])


def in_order(row: Item, found: list[Happened]) -> list[Happened]:
    """The latest of what happened to that row, the last first, each with who did it; one query."""
    found = sorted(found, key=lambda one: one.at, reverse=True)[:MOST]
    names = _names(row, {one.by for one in found if one.by})
    return [_named(one, names) for one in found]


def _steps(goal: Goal) -> Iterable[Happened]:
    for step in goal.steps.order_by("at"):
        step.goal = goal
        words = private.words(step)
        said = [str(words[name]) for name in ("reason", "word") if words.get(name)]
        yield Happened(step.at, step.by_id, str(step.get_status_display()), said, undone=step.undone_at is not None)


def _ratings(goal: Goal) -> Iterable[Happened]:
    sides = {
        "client": _("Rated %(level)s"),
        "coach": _("Rated %(level)s by the coach"),
        "together": _("Rated %(level)s together"),
    }
    for one in goal.ratings.order_by("at"):
        one.goal = goal
        note = private.words(one).get("note")
        what = sides[one.side] % {"level": levels.SIGNS[one.level]}
        yield Happened(one.at, one.by_id, what, [note] if note else [], rating=one, undone=one.undone_at is not None)


def _rulers(goal: Goal) -> Iterable[Happened]:
    what = {
        GoalRuler.Kind.IMPORTANCE: _("Importance %(value)d of 10"),
        GoalRuler.Kind.CONFIDENCE: _("Confidence %(value)d of 10"),
    }
    for one in goal.rulers.order_by("at"):
        one.goal = goal
        note = private.words(one).get("note")
        text = what[GoalRuler.Kind(one.kind)] % {"value": one.value}
        yield Happened(one.at, one.by_id, text, [note] if note else [], undone=one.undone_at is not None)


def _strategies(goal: Goal) -> Iterable[Happened]:
    what = {"chosen": _("Strategy chosen"), "left": _("Strategy left"), "reviewed": _("Strategy reviewed")}
    for step in StrategyStep.objects.filter(strategy__goal=goal).select_related("strategy").order_by("at"):
        step.strategy.engagement = goal.engagement
        note = private.words(step).get("note")
        text = private.words(step.strategy).get("text", "")
        yield Happened(step.at, step.by_id, what[step.kind], [one for one in (text, note) if one])


def wordings(item: Item) -> Iterable[Happened]:
    """How it read before each change: only the places that the change touched; one query."""
    rows = list(Wording.objects.filter(thing=item.public_id).order_by("revision"))
    columns = ("words", "levels") if isinstance(item, Goal) else ("words",)
    after: dict[str, Any] = {column: _dict(private.unseal(item, column)) for column in columns}
    for row in reversed(rows):
        before = _dict(private.unseal(item, row.column, bytes(row.words)))
        changed = [name for name in {**after[row.column], **before} if before.get(name) != after[row.column].get(name)]
        after[row.column] = before
        texts = [(place_name(name), str(before.get(name) or _("nothing"))) for name in changed]
        what = _("Levels changed") if row.column == "levels" else _("Words changed")
        yield Happened(row.at, row.by_id, what, texts=texts, revision=row.revision if row.column == "words" else None)


def place_name(name: str) -> str:
    """What a place of somebody's words is called."""
    if name in levels.KEYS:
        return levels.SIGNS[levels.KEYS.index(name) - 2]
    names = {
        "title": _("Title"), "why": _("Why"), "wish": _("Wish"), "outcome": _("Best outcome"),
        "obstacle": _("Obstacle"), "plan": _("If–then"), "specific": _("What exactly"),
        "measurable": _("How one will know"), "attainable": _("Within reach"), "relevant": _("Why now"),
        "cue": _("If …"), "response": _("… then"), "unit": _("Unit"), "note": _("Note"),
    }  # fmt: skip
    return names.get(name, name)


def _dict(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _names(row: Item, people: set[int]) -> dict[int, str]:
    members = Membership.objects.filter(practice=row.engagement.practice_id, person__in=people)
    return dict(members.values_list("person", "display_name"))


def _named(one: Happened, names: dict[int, str]) -> Happened:
    return replace(one, who=names.get(one.by or 0, ""))
