"""What happened to a goal, an action, a habit or a measure, with every earlier text, the latest first."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from opencoach.people.models import Membership
from opencoach.plan import kept_columns, levels, private
from opencoach.plan.models import Goal, GoalRuler, Item, Strategy, StrategyStep, Weighing, Wording
from opencoach.plan.queries import columns

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
    """Nine queries."""
    beside = [*_beside(goal, Strategy, _("Strategy changed")), *_beside(goal, Weighing, _("Decision changed"))]
    told = [*_steps(goal), *_ratings(goal), *_rulers(goal), *_strategies(goal), *wordings(goal), *beside]
    return in_order(goal, told)


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
        said = [one for one in (text, note) if one]
        yield Happened(step.at, step.by_id, what[step.kind], said, undone=step.undone_at is not None)


def _beside(goal: Goal, model: type[Strategy | Weighing], what: str) -> Iterable[Happened]:
    """How the strategies of a goal, or the decisions laid out beside it, stood before each change; two queries."""
    found = {row.public_id: row for row in model._default_manager.filter(goal=goal)}
    rows = Wording.objects.filter(thing__in=found).order_by("thing", *LATEST)
    for thing, same in groupby(rows, lambda row: row.thing):
        found[thing].engagement = goal.engagement
        for one in wordings(found[thing], list(same)):
            yield replace(one, what=what, revision=None)


LATEST = ("-revision", "-column")


def wordings(item: Item, rows: Sequence[Wording] | None = None) -> Iterable[Happened]:
    """How it stood before each change: only the places that the change touched; one query where the `rows` (`LATEST`)
    are not there."""
    rows = list(Wording.objects.filter(thing=item.public_id).order_by(*LATEST)) if rows is None else rows
    after: dict[str, Any] = {"words": _dict(private.unseal(item)), kept_columns.COLUMN: None}
    if isinstance(item, Goal):
        after["levels"] = _dict(private.unseal(item, "levels"))
    for revision, same in groupby(rows, lambda row: row.revision):
        parts = {row.column: row for row in same}
        texts = [text for row in parts.values() for text in _touched(item, row, after)]
        last = next(iter(parts.values()))
        what = _("Levels changed") if "levels" in parts else _("Words changed") if "words" in parts else _("Changed")
        again = None if "levels" in parts else revision
        yield Happened(last.at, last.by_id, what, texts=texts, revision=again)


def _touched(item: Item, row: Wording, after: dict[str, Any]) -> list[tuple[str, str]]:
    """(place, how it stood) of what a change touched, of which `after` has what came of it; it goes one step back."""
    if row.column == kept_columns.COLUMN:
        kept = columns.flat(kept_columns.read(item, bytes(row.words)))
        stands = {name: kept_columns.value(item, name) for name in kept}
        later = stands if after[row.column] is None else after[row.column]
        after[row.column] = kept
        return columns.said(item, kept, later)
    before, later = _dict(private.unseal(item, row.column, bytes(row.words))), after[row.column]
    after[row.column] = before
    changed = [name for name in {**later, **before} if before.get(name) != later.get(name)]
    return [(place_name(name), _text(before.get(name))) for name in changed]


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(str(one.get("text", "")) if isinstance(one, dict) else str(one) for one in value)
    return str(value or _("nothing"))


def place_name(name: str) -> str:
    """What a place of somebody's words is called."""
    if name in levels.KEYS:
        return levels.SIGNS[levels.KEYS.index(name) - 2]
    names = {
        "title": _("Title"), "why": _("Why"), "wish": _("Wish"), "outcome": _("Best outcome"),
        "obstacle": _("Obstacle"), "plan": _("If–then"), "specific": _("What exactly"),
        "measurable": _("How one will know"), "attainable": _("Within reach"), "relevant": _("Why now"),
        "cue": _("If …"), "response": _("… then"), "unit": _("Unit"), "note": _("Note"),
        "text": _("The way"), "strengths": _("What helps"), "obstacles": _("What could get in the way"),
        "question": _("What is to be decided"), "for": _("What pushes towards it"), "against": _("What holds it back"),
        "change_for": _("For changing"), "change_against": _("Against changing"), "stay_for": _("For leaving it"),
        "stay_against": _("Against leaving it"),
    }  # fmt: skip
    return names.get(name, name)


def _dict(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _names(row: Item, people: set[int]) -> dict[int, str]:
    members = Membership.objects.filter(practice=row.engagement.practice_id, person__in=people)
    return dict(members.values_list("person", "display_name"))


def _named(one: Happened, names: dict[int, str]) -> Happened:
    return replace(one, who=names.get(one.by or 0, ""))
