"""What is to be done: actions as pages show them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from opencoach.lib import moments
from opencoach.people.models import Engagement, Membership
from opencoach.plan import access, days, private, recurrence
from opencoach.plan.models import Action, ActionTick, Goal

PER_PAGE = 50
SOON = dt.timedelta(days=2)  # so long before its day "by" stands among today's
Timing = Action.Timing


@dataclass(slots=True)
class SeenAction:
    """An action with its words, as it stands on `day` (that of a tick; today for one that comes once)."""

    action: Action
    words: dict[str, Any]
    goal: str
    day: dt.date
    done: bool
    late: bool
    when: str

    @property
    def title(self) -> str:
        return str(self.words.get("title", "")) or _("Words that can’t be read any more")

    @property
    def tick_day(self) -> dt.date | None:
        """The day that a tick is for, of one that comes again."""
        return self.day if self.action.is_again else None

    @property
    def if_then(self) -> str:
        """“If I am asked, then I ask back”, where both halves are there."""
        cue, response = self.words.get("cue"), self.words.get("response")
        return _("If %(cue)s, then %(response)s") % {"cue": cue, "response": response} if cue and response else ""


def goal_title(row: Any) -> str:
    """The title of the goal that a row hangs on, "" for none; the row's goal is loaded and its engagement known."""
    goal: Goal | None = row.goal
    if goal is None or goal.removed_at is not None:
        return ""
    goal.engagement = row.engagement
    return str(private.words(goal).get("title", ""))


def present(reader: Membership, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of these rows that the reader may read and that nobody removed, with what their words need. What hangs on
    a goal that the reader may not read is left out."""
    seen = access.items_for(reader, rows.filter(removed_at=None))
    seen = seen.filter(Q(goal=None) | Q(goal__in=access.goals_for(reader)))
    return seen.select_related("goal", "engagement__practice", "client")


def of_plan(reader: Membership, model: Any, engagement: Engagement, client: Membership | None) -> QuerySet[Any]:
    """The present rows of that client's plan."""
    return present(reader, model.objects.filter(engagement=engagement, client=client))


def due_actions(rows: QuerySet[Action], today: dt.date) -> QuerySet[Action]:
    """Those that today is about: due or late, coming again, or done today. Which of those that come again are due
    today is not known here."""
    sight = Q(snoozed_until=None) | Q(snoozed_until__lte=today)
    due = Q(timing=Timing.ON, day__lte=today) | Q(timing=Timing.BY, day__lte=today + SOON)
    waiting = Q(status=Action.Status.OPEN) & sight & due
    return rows.filter(waiting | Q(status=Action.Status.DONE, pk__in=_ticked(today)))


def _ticked(today: dt.date) -> QuerySet[Any, Any]:
    return ActionTick.objects.filter(day=today).values("action")


def ticked(today: dt.date) -> Exists:
    """That an action was ticked on that day."""
    return Exists(ActionTick.objects.filter(action=OuterRef("pk"), day=today))


def seen_today(rows: Iterable[tuple[Action, bool]], today: dt.date) -> list[SeenAction]:
    """Those of `due_actions` (each with whether it is `ticked`) that are for today: late ones first, then by the
    clock; done ones where they stood."""
    found = [seen(row, today, done=done) for row, done in rows if not row.is_again or falls_on(row, today)]
    found.sort(key=lambda one: (not one.late, one.action.clock or dt.time.max, one.action.position, one.action.pk))
    return found


def falls_on(action: Action, day: dt.date) -> bool:
    """Whether one that comes again is due on that day; never for a rule that can't be read."""
    try:
        return recurrence.falls_on(recurrence.parse(action.rule), action.day or day, day)
    except recurrence.BadRule:
        return False


def seen(action: Action, today: dt.date, *, done: bool = False) -> SeenAction:
    """An action in words, as it stands today."""
    late = not (done or action.is_again or action.day is None) and action.day < today
    return SeenAction(action, private.words(action), goal_title(action), today, done, late, when(action, today))


def when(action: Action, today: dt.date) -> str:
    """When it is to be done, as people say it; "" for some time."""
    if action.is_again:
        return rule_words(action.rule, action.clock)
    if action.day is None:
        return ""
    day = moments.day(action.day, today)
    day = day if abs((action.day - today).days) > 1 else day.lower()
    if action.timing == Timing.BY:
        return _("by %(day)s") % {"day": day}
    if action.clock:
        return _("%(day)s at %(time)s") % {"day": day, "time": moments.clock(_at(action.day, action.clock))}
    return day


def _at(day: dt.date, clock: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, clock)


def rule_words(text: str, clock: dt.time | None = None) -> str:
    """A rule as people say it: "every Monday and Thursday", "every 2 weeks on Friday", "on the last day of the
    month"."""
    from opencoach.plan.spoken import rule

    try:
        said = rule(recurrence.parse(text))
    except recurrence.BadRule:
        return ""
    if clock is None:
        return said
    return _("%(days)s at %(time)s") % {"days": said, "time": moments.clock(_at(days.EPOCH, clock))}


@dataclass(slots=True)
class Actions:
    """A plan's actions: `late`, `coming` and `open` (no day), those that come `again`, and what was done or dropped."""

    late: list[SeenAction]
    coming: list[SeenAction]
    open: list[SeenAction]
    again: list[SeenAction]
    over: list[SeenAction]
    more: bool
    first: int


def actions_of(
    reader: Membership, engagement: Engagement, client: Membership | None, today: dt.date, first: int = 0
) -> Actions:
    """Open ones by their day, fifty at a time, and the latest that are over; two queries."""
    rows = of_plan(reader, Action, engagement, client)
    waiting = rows.filter(status=Action.Status.OPEN).order_by(F("day").asc(nulls_last=True), "position", "pk")
    page: list[Any] = list(waiting.annotate(ticked=ticked(today))[first : first + PER_PAGE + 1])
    over = [] if first else list(rows.exclude(status=Action.Status.OPEN).order_by("-status_at", "-pk")[:15])
    found = [seen(row, today, done=row.ticked) for row in page[:PER_PAGE]]
    once = [one for one in found if not one.action.is_again]
    return Actions(
        late=[one for one in once if one.late],
        coming=[one for one in once if one.action.day is not None and not one.late],
        open=[one for one in once if one.action.day is None],
        again=[one for one in found if one.action.is_again],
        over=[seen(row, today, done=row.status == Action.Status.DONE) for row in over],
        more=len(page) > PER_PAGE,
        first=first,
    )


def due_today(one: SeenAction) -> bool:
    return one.action.is_again and falls_on(one.action, one.day)
