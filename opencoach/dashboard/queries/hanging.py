"""What hangs on the goals of a plan in a review: actions first, and what happened to each since."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, Subquery, TextField

from opencoach.people.models import Engagement, Membership, Pause
from opencoach.plan import access, days, private, recurrence
from opencoach.plan.models import Action, ActionStep, ActionTick, Habit
from opencoach.plan.queries.plan import in_plan
from opencoach.plan.queries.todos import falls_on, ticked
from opencoach.sessions.models import SessionAction

MOST = 100  # actions on one page
EVERY = Q(pk__isnull=False)
STATUSES = {"finished": Action.Status.DONE, "open": Action.Status.OPEN, "dropped": Action.Status.DROPPED}


@dataclass(slots=True)
class Done:
    """An action or a habit in words; how often it was done since, of how many `due` times (None: nobody counts them).

    `carried`: how often it went on to another day since. `reason`: why it was dropped. `ready`: it can be ticked today.
    """

    row: Any
    title: str
    times: int
    agreed: bool = False
    due: int | None = None
    carried: int = 0
    reason: str = ""
    ready: bool = True


@dataclass(slots=True)
class Hung:
    """What hangs on a goal, or on none."""

    finished: list[Done] = field(default_factory=list)
    open: list[Done] = field(default_factory=list)
    dropped: list[Done] = field(default_factory=list)
    habits: list[Done] = field(default_factory=list)
    checkins: list[Any] = field(default_factory=list)  # `again.Checked`

    @property
    def actions(self) -> list[Done]:
        return [*self.finished, *self.open, *self.dropped]

    def __bool__(self) -> bool:
        return bool(self.finished or self.open or self.dropped or self.habits or self.checkins)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many actions hang on a goal, or on none."""

    finished: int = 0
    open: int = 0
    dropped: int = 0

    @property
    def all(self) -> int:
        return self.finished + self.open + self.dropped


@dataclass(frozen=True, slots=True)
class Span:
    """From the session before (None: from the beginning) to today, as days where the client is; whose plan it is, and
    the pauses of their work."""

    engagement: Engagement
    client: Membership | None
    since: dt.datetime | None
    first: dt.date | None
    today: dt.date
    pauses: list[Pause]

    def due(self, action: Action, *, done_today: bool) -> list[dt.date]:
        """The days on which one that comes again was due; today only once it is done."""
        try:
            rule, begins = recurrence.parse(action.rule), action.day or self.today
        except recurrence.BadRule:
            return []
        found = recurrence.days(rule, begins, max(begins, self.first or begins), self.today)
        return [
            day for day in found if not days.paused_on(self.pauses, day) and (day < self.today or done_today)
        ]  # fmt: skip


def span_of(session: Any, client: Membership | None) -> Span:
    """What that session (`review.session_to_review`) looks back on."""
    plan = Habit(engagement=session.engagement, client=client)
    first = days.today_of(plan, session.since) if session.since else None
    return Span(session.engagement, client, session.since, first, days.today_of(plan), session.pauses)


def told(span: Span) -> Q:
    """The actions that a review tells of: open ones, and those done or dropped since."""
    return Q(status=Action.Status.OPEN) | Q(status_at__gte=span.since) if span.since else EVERY


def tallied(span: Span) -> dict[str, Any]:
    """What each goal is asked for besides: the statuses of the actions of this plan that hang on it, and of those that
    hang on none, each as one text."""
    rows = Action.objects.filter(told(span), engagement=span.engagement, client=span.client, removed_at=None)
    rows = rows.order_by().annotate(said=Listed("status"))
    return {
        "its_actions": Subquery(rows.filter(goal=OuterRef("pk")).values("said")),
        "loose_actions": Subquery(rows.filter(goal=None).values("said")),
    }


def tally(text: str | None) -> Tally:
    """The counts of such a text."""
    counts = Counter((text or "").split(","))
    return Tally(**{name: counts[status] for name, status in STATUSES.items()})


def count(span: Span) -> Tally:
    """The same of what hangs on no goal, where there is no goal to ask."""
    rows = Action.objects.filter(told(span), engagement=span.engagement, client=span.client, removed_at=None, goal=None)
    return tally(",".join(rows.values_list("status", flat=True)))


class Listed(Func):
    """Values of several rows as one text."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="STRING_AGG(%(expressions)s::text, ',')", **context)


def number_of(rows: Any) -> Subquery:
    """How many there are of these rows of another table, without joining it."""
    counted = rows.order_by().annotate(number=Func("pk", function="COUNT", output_field=IntegerField()))
    return Subquery(counted.values("number"))


def hang_actions(rows: Any, session: Any, span: Span, goals: dict[int, Hung], rest: Hung, *, shown: Q) -> list[Done]:
    """The `shown` actions under their goals, and those that this session agreed, which it gives."""
    steps, ticks = ActionStep.objects.filter(action=OuterRef("pk")), ActionTick.objects.filter(action=OuterRef("pk"))
    carried = steps.filter(kind=ActionStep.Kind.CARRIED, **({"at__gte": span.since} if span.since else {}))
    dropped = steps.filter(kind=ActionStep.Kind.DROPPED).order_by("-pk")
    here = SessionAction.objects.filter(session=session)
    rows = rows.filter(told(span) & shown | Q(pk__in=here.values("action"))).annotate(
        agreed=Exists(here.filter(action=OuterRef("pk"))),
        done_times=number_of(ticks.filter(day__gte=span.first) if span.first else ticks),
        done_today=ticked(span.today),
        carried_times=number_of(carried),
        dropped_id=Subquery(dropped.values("public_id")[:1]),
        dropped_words=Subquery(dropped.values("words")[:1]),
    )
    order = (F("agreed").desc(), F("day").asc(nulls_last=True), "position", "pk")
    agreed = []
    for row in in_plan(rows.order_by(*order)[:MOST], session.engagement):
        done = _done(row, span)
        place = goals.get(row.goal_id, rest)
        ended = {Action.Status.DONE: place.finished, Action.Status.DROPPED: place.dropped}
        if row.agreed:
            agreed.append(done)
        (ended.get(row.status, place.open)).append(done)
    return agreed


def _done(row: Any, span: Span) -> Done:
    done = Done(row, str(private.words(row).get("title", "")), row.done_times, row.agreed, carried=row.carried_times)
    if row.is_again:
        done.due = max(done.times, len(span.due(row, done_today=row.done_today)))
        done.ready = not row.done_today and falls_on(row, span.today)
    if row.status == Action.Status.DROPPED and row.dropped_words:
        step = ActionStep(public_id=row.dropped_id, action=row, words=bytes(row.dropped_words))
        done.reason = str(private.words(step).get("reason", ""))
    return done


def present(reader: Membership, session: Any, client: Membership | None, model: Any) -> Any:
    """What stands in that plan now and may be read; what hangs on a goal that is kept from the reader is left out."""
    rows = access.items_for(reader, model.objects.filter(engagement=session.engagement, client=client, removed_at=None))
    return rows.filter(Q(goal=None) | Q(goal__in=access.goals_for(reader)))
