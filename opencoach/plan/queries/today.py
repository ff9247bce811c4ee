"""What a client does here and now: today's actions, habits and check-ins, and the last encouragement."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.models import Engagement, Membership, Pause
from opencoach.plan import days, private, rhythm
from opencoach.plan.models import Action, CheckIn, CheckInRhythm, Encouragement, Habit
from opencoach.plan.queries import bundle
from opencoach.plan.queries.encouragement import SeenWord, author, seen_word
from opencoach.plan.queries.habits import SeenHabit, seen_habits, wanted_today
from opencoach.plan.queries.todos import SeenAction, due_actions, goal_title, seen_today, ticked


@dataclass(slots=True)
class OpenCheckIn:
    """A check-in that can be answered now."""

    rhythm: CheckInRhythm
    day: dt.date
    goal: str
    answered: int | None  # the progress that was given
    before: int | None  # the one of the time before


@dataclass(slots=True)
class Today:
    """Today's things, in the order in which they are drawn."""

    day: dt.date
    actions: list[SeenAction] = field(default_factory=list)
    habits: list[SeenHabit] = field(default_factory=list)
    checkins: list[OpenCheckIn] = field(default_factory=list)
    word: SeenWord | None = None
    returned: bool = False  # a pause has ended in the last days

    @property
    def tomorrow(self) -> dt.date:
        return self.day + days.DAY

    @property
    def total(self) -> int:
        return len(self.actions) + len(self.habits) + len(self.checkins)

    @property
    def done(self) -> int:
        marked = sum(1 for one in self.actions if one.done) + sum(1 for one in self.habits if one.state)
        return marked + sum(1 for one in self.checkins if one.answered is not None)


def today_for(client: Membership, engagements: Iterable[Engagement], pauses: Mapping[int, list[Pause]]) -> Today:
    """What today is about for a client in these engagements of theirs: two queries."""
    today = timezone.localdate()
    running = {one.pk: one for one in engagements if one.status in RUNNING}
    found = Today(today)
    if not running:
        return found
    due = [pk for pk in running if not days.paused_on(pauses.get(pk, []), today)]
    rows = bundle.load(client, _wanted(due, list(running), today), running)
    found.actions = seen_today(((row, row.extra["ticked"]) for row in rows["action"]), today)
    found.returned = any(_ended(pause, today) for pk in running for pause in pauses.get(pk, []))
    for one in found.actions:
        if one.late and one.action.day and days.paused_on(pauses.get(one.action.engagement_id, []), one.action.day):
            one.late, one.when = False, _("from the pause")
    since = min(today.replace(day=1), today - 6 * days.DAY)
    habits = sorted(rows["habit"], key=lambda one: (one.position, one.pk))
    seen = seen_habits(habits, today, dict(pauses), since) if habits else []
    found.habits = [one for one in seen if wanted_today(one)]
    found.checkins = [one for row in rows["rhythm"] for one in _open(row, today)]
    found.word = next((seen_word(row) for row in rows["word"]), None)
    return found


def _ended(pause: Pause, today: dt.date) -> bool:
    return pause.ends_on is not None and 0 < (today - pause.ends_on).days <= RETURNING


RETURNING = 3  # days in which coming back is said to be easy
RUNNING = (Engagement.Status.ACTIVE, Engagement.Status.PAUSED)


def _wanted(due: list[int], running: list[int], today: dt.date) -> dict[str, tuple[QuerySet[Any], dict[str, Any]]]:
    """The rows of each kind, and what else of them is asked for."""
    actions = due_actions(Action.objects.filter(engagement__in=due, side=Action.Doer.CLIENT), today)
    answers = CheckIn.objects.filter(rhythm=OuterRef("pk"), day__gt=today - dt.timedelta(days=70)).order_by("-day")
    words = Encouragement.objects.filter(engagement__in=running, removed_at=None)
    words = words.filter(created_at__gte=timezone.now() - dt.timedelta(days=14)).order_by("-created_at", "-pk")
    return {
        "action": (actions, {"ticked": ticked(today)}),
        "habit": (Habit.objects.filter(engagement__in=due, ended_on=None), {}),
        "rhythm": (
            CheckInRhythm.objects.filter(engagement__in=due, ended_on=None),
            {
                "last_day": Subquery(answers.values("day")[:1]),
                "last_progress": Subquery(answers.values("progress")[:1]),
                "before_progress": Subquery(answers.values("progress")[1:2]),
            },
        ),
        "word": (Encouragement.objects.filter(pk__in=words.values("pk")[:1]), {"author": author()}),
    }


def _open(row: Any, today: dt.date) -> list[OpenCheckIn]:
    """The check-in of a rhythm that can be answered now, at most one."""
    extra = row.extra
    found = []
    for day in rhythm.open_days(row, today)[-1:]:
        answered = extra["last_day"] == day.isoformat()
        before = extra["before_progress"] if answered else extra["last_progress"]
        found.append(OpenCheckIn(row, day, goal_title(row), extra["last_progress"] if answered else None, before))
    return found


def words_of(row: CheckIn) -> dict[str, str]:
    """What was written in a check-in."""
    return {name: str(text) for name, text in private.words(row).items()}
