"""How long the pages of a plan take with 50 goals, 1,000 actions and 20 measures of three years.

    python -m benchmarks.plan.goals

Through the whole product (middleware, access, queries, unsealing, templates), in its own folder, with the interpreter
set as in the web process. Times are those of the
processor: what else the machine does is no part of them.
"""

import datetime as dt
import os
import statistics
import tempfile
import time
from typing import Any

TARGET, MOST = 60.0, 12  # milliseconds, queries
ROUNDS = 30
GOALS, ACTIONS, OPEN, MEASURES, HABITS, DAYS = 50, 1_000, 150, 20, 5, 3 * 365
LEVELS = ["Every decision waits", "One in five is theirs", "Three in five are theirs", "Four in five", "All of them"]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="opencoach-plan-") as folder:
        os.environ["OPENCOACH_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencoach.config.settings")
        import django

        django.setup()
        return run()


def run() -> int:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, connections

    from opencoach.config import migrate, static
    from opencoach.config.interpreter import settle_in

    settings.ALLOWED_HOSTS += ["testserver"]
    migrate.migrate(with_backup=False)
    static.collect()
    call_command("flush", interactive=False, verbosity=0)
    pages = seed()
    settle_in()  # as the web process does
    print(
        f"{connection.vendor}; {GOALS} goals with levels and 10 ratings each, {ACTIONS:,} actions, "
        f"{MEASURES} measures and {HABITS} habits of {DAYS:,} days"
    )
    print(f"{'':<26}{'queries':>8}{'median ms':>11}{'p95 ms':>8}")
    good = True
    for name, who, path in pages:
        number, median, slow = timed(who, path)
        good = good and number <= MOST and median <= TARGET
        print(f"{name:<26}{number:>8}{median:>11.1f}{slow:>8.1f}")
    connections.close_all()
    print(f"target: {MOST} queries, {TARGET:.0f} ms: {'reached' if good else 'MISSED'}")
    return 0 if good else 1


def seed() -> list[tuple[str, object, str]]:
    """A plan of that size; gives (name, who, path) of its pages."""
    from django.db import transaction

    from opencoach.plan import actions
    from opencoach.plan.models import GoalRating
    from tests.cast import build
    from tests.sessions.making import upcoming

    cast = build()
    actor = cast.ana.person
    needs = [actions.name_need(cast.ana_engagement, cast.ana, f"Need {n}", actor=actor) for n in range(10)]
    goals = []
    with transaction.atomic():
        for number in range(GOALS):
            words = {"title": f"Goal {number}: my team decides without me", "why": "Time for what only I can do."}
            wanted = actions.Wanted(words, needs=[needs[number % 10]], levels=LEVELS)
            goal = actions.set_goal(cast.ana_engagement, cast.ana, wanted, actor=actor, status="agreed")
            actions.rate(goal, -2, "client", actor=actor)
            actions.think_of(goal, actions.Way({"text": "Hand over one kind at a time"}), actor=actor, choose_it=True)
            goals.append(goal)
    GoalRating.objects.bulk_create(
        GoalRating(goal=goal, level=n % 5 - 2, side="client", by=actor) for goal in goals for n in range(9)
    )
    things_to_do(cast, goals)
    measure = measures(cast, goals)
    session = upcoming(cast).public_id
    plan = f"/p/okafor/clients/{cast.ana_engagement.public_id}/plan/"
    return [
        ("plan, for the coach", cast.miriam.person, plan),
        ("plan, for the client", actor, "/p/okafor/plan/"),
        ("needs", cast.miriam.person, f"{plan}needs/"),
        ("one goal", cast.miriam.person, f"/p/okafor/plan/goals/{goals[0].public_id}/"),
        ("actions and habits", actor, f"/p/okafor/clients/{cast.ana_engagement.public_id}/actions/"),
        ("all measures", actor, f"/p/okafor/clients/{cast.ana_engagement.public_id}/measures/"),
        ("four measures together", actor, f"/p/okafor/clients/{cast.ana_engagement.public_id}/measures/together/"),
        ("one measure", actor, f"/p/okafor/plan/measures/{measure}/"),
        ("review", cast.miriam.person, f"/p/okafor/sessions/{session}/review/"),
    ]


def things_to_do(cast: Any, goals: list[Any]) -> None:
    """The actions, as `set_action` and `tick` leave them; all but the first 150 are done."""
    from opencoach.plan import private
    from opencoach.plan.models import Action, ActionStep, ActionTick

    actor, client = cast.ana.person, cast.ana
    now = dt.datetime.now(dt.UTC)
    rows = [
        Action(
            engagement=cast.ana_engagement, client=client, created_by=actor, sealed_for=actor.public_id, position=n + 1,
            goal=goals[n % len(goals)], status="done" if n >= OPEN else "open", status_at=now,
        ) for n in range(ACTIONS)
    ]  # fmt: skip
    for n, row in enumerate(rows):
        row.words = private.seal(row, {"title": f"Action {n}"})
    Action.objects.bulk_create(rows)
    ActionStep.objects.bulk_create(ActionStep(action=row, kind="done", day=now.date(), by=actor) for row in rows[OPEN:])
    ActionTick.objects.bulk_create(ActionTick(action=row, day=now.date(), by=actor) for row in rows[OPEN:])


def measures(cast: Any, goals: list[Any]) -> object:
    """Measures with a value a day, and habits of as long; gives the public id of one of the measures."""
    from opencoach.plan.models import HabitTick, MeasureValue
    from tests.plan.doing import DAY, habit_of_ana, measure_of_ana

    actor = cast.ana.person
    for number in range(HABITS):
        habit = habit_of_ana(cast, ago=DAYS, goal=goals[number])
        HabitTick.objects.bulk_create(
            HabitTick(habit=habit, day=habit.started_on + n * DAY, state="done" if n % 50 else "sick", by=actor)
            for n in range(DAYS) if n % 3
        )  # fmt: skip
    now = dt.datetime.now(dt.UTC)
    for number in range(MEASURES):
        made = measure_of_ana(cast, f"Measure {number}", rhythm="day", goal=goals[number % len(goals)], target=5)
        MeasureValue.objects.bulk_create(
            MeasureValue(measure=made, value=(day * 7 + number) % 11, at=now - day * DAY) for day in range(DAYS)
        )
    return made.public_id


def timed(who: Any, path: str) -> tuple[int, float, float]:
    """(queries, median and 95th percentile in milliseconds of the processor) of a page that was open before."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from benchmarks.pages.measure import is_bookkeeping

    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    for _once in range(3):
        assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    asked = [query for query in captured.captured_queries if not is_bookkeeping(query["sql"])]
    spent = []
    for _round in range(ROUNDS):
        began = time.process_time()
        client.get(path)
        spent.append((time.process_time() - began) * 1000)
    return len(asked), statistics.median(spent), sorted(spent)[int(ROUNDS * 0.95) - 1]


if __name__ == "__main__":
    raise SystemExit(main())
