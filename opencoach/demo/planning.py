"""Ana's plan in the demo: a wheel turned twice, two needs, goals with levels, ratings and strategies."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opencoach.people.models import Engagement, Event, Membership
from opencoach.plan import actions
from opencoach.plan.models import Goal, GoalRating, GoalRuler, GoalStep, Item, Need, NeedRating, Strategy, StrategyStep

if TYPE_CHECKING:
    from opencoach.demo.build import Demo

AREAS = ("Work", "Money", "Health", "Family", "Love", "Friends", "Growing and learning", "Rest and play")
WHEELS = ((118, (3, 7, 5, 6, 7, 4, 6, 2)), (20, (6, 7, 6, 7, 7, 5, 7, 5)))
NEEDS = (
    ("I have become the bottleneck. My team waits for me, and I wait to be sure.", 117, ((117, 9, 3), (21, 9, 6))),
    ("I hold back in meetings where my view would matter.", 116, ((116, 8, 2), (21, 8, 4))),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A goal as the demo tells it; days are counted back."""

    words: dict[str, str]
    need: int
    levels: tuple[str, ...]
    set_on: int
    due_in: int
    ratings: tuple[tuple[int, int, str], ...]  # (days ago, level, side)
    will: tuple[tuple[int, int, int], ...]  # (days ago, importance, confidence)
    ways: tuple[tuple[str, int, int], ...]  # (the way, effect, effort); the first is chosen
    way: str = Goal.Way.SHORT
    status: str = Goal.Status.AGREED


GOALS = (
    Told(
        {
            "title": "My team decides without me",
            "why": "They grow, and I get to the work that only I can do.",
            "wish": "A week in which nobody waits for my yes.",
            "outcome": "Wei Ling and Arjun decide what is theirs, and tell me on Friday.",
            "obstacle": "When somebody stands at my door I feel needed, and answer.",
            "plan": "If someone asks me to decide, then I ask what they would do before I say what I think.",
        },
        0,
        (
            "Every decision waits for me",
            "One in five is decided without me",
            "Three in five are decided without me",
            "Four in five are decided without me; I hear of them on Friday",
            "The team decides, and changes its own limits without asking",
        ),
        110, 30, ((108, -2, "together"), (66, -1, "client"), (15, 0, "together")),
        ((109, 9, 4), (60, 9, 6), (15, 9, 7)),
        (
            ("Hand decisions over one kind at a time, with a limit we write down first.", 5, 3),
            ("Be away on Thursdays, and see what happens.", 3, 2),
            ("Ask every decision back for a month.", 4, 5),
        ),
        Goal.Way.WISH,
    ),
    Told(
        {"title": "I speak up in the executive committee", "why": "My view would have saved us the second vendor."},
        1,
        (
            "I stay silent unless I present",
            "I speak to my own topics when I am asked",
            "I take a position on my own topics in every meeting",
            "I take a position in every meeting, and hold it when pressed",
            "The committee asks for me on other people’s topics",
        ),
        108, 72, ((107, -2, "together"), (15, -1, "together")),
        ((107, 8, 3), (15, 8, 5)),
        (("Decide the night before on one sentence that I say in the first ten minutes.", 4, 2),),
    ),
    Told(
        {"title": "Two evenings a week belong to nobody else", "why": "By Thursday I have nothing left to lead with."},
        0, (), 14, 40, (), ((14, 7, 6),), (), status=Goal.Status.PROPOSED,
    ),
)  # fmt: skip


@dataclass
class Teller:
    """Does what the demo tells, and dates it back to the day on which it is told to have been done."""

    demo: "Demo"
    engagement: Engagement
    seen: int = 0  # the last event that has its date already

    @property
    def client(self) -> Membership:
        return self.engagement.current_clients[0]

    def dated(self, days: int, clock: tuple[int, int], rows: Any = None, name: str = "at", **also: Any) -> None:
        """These rows (a query set), and the events since the last call, were made so many days ago."""
        at = self.demo.ago(days, *clock)
        if rows is not None:
            rows.update(**{name: at}, **also)
        made = Event._base_manager.filter(engagement=self.engagement, pk__gt=self.seen)  # no page may: only the demo
        self.seen = max([self.seen, *made.values_list("pk", flat=True)])
        made.update(at=at)

    def item(self, days: int, row: Item, **also: Any) -> None:
        self.dated(days, (10, 15), type(row)._default_manager.filter(pk=row.pk), "created_at", **also)


def plan(demo: "Demo", engagement: Engagement) -> Teller:
    """Everything in its order, as if it had been done on those days."""
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    teller = Teller(demo, engagement, last or 0)
    for days, scores in WHEELS:
        areas = list(zip(AREAS, scores, strict=True))
        wheel = actions.turn_wheel(engagement, teller.client, areas, actor=teller.client.person)
        teller.item(days, wheel, taken_at=demo.ago(days, 19))
    needs = [_need(teller, *told) for told in NEEDS]
    for told in GOALS:
        _goal(teller, needs[told.need], told)
    return teller


def _need(teller: Teller, text: str, days: int, ratings: Any) -> Need:
    client = teller.client
    need = actions.name_need(teller.engagement, client, text, actor=client.person)
    teller.item(days, need)
    for ago, importance, satisfaction in ratings:
        rating = actions.rate_need(need, importance, satisfaction, actor=client.person)
        teller.dated(ago, (10, 20), NeedRating.objects.filter(pk=rating.pk))
    return need


def _goal(teller: Teller, need: Need, told: Told) -> None:
    client, coach = teller.client, teller.engagement.current_coaches[0]
    due_on = teller.demo.today + dt.timedelta(days=told.due_in)
    wanted = actions.Wanted(told.words, way=told.way, due_on=due_on, needs=[need], levels=told.levels)
    goal = actions.set_goal(teller.engagement, client, wanted, actor=client.person)
    teller.item(told.set_on, goal)
    teller.dated(told.set_on, (10, 30), GoalStep.objects.filter(goal=goal))
    if told.status != goal.status:
        step = actions.take_step(goal, told.status, actor=coach.person)
        teller.dated(told.set_on, (10, 45), GoalStep.objects.filter(pk=step.pk))
    for ago, level, side in told.ratings:
        rating = actions.rate(goal, level, side, actor=client.person)
        teller.dated(ago, (10, 40), GoalRating.objects.filter(pk=rating.pk))
    if told.ratings:
        teller.dated(told.ratings[0][0], (10, 40), Goal.objects.filter(pk=goal.pk), "levels_fixed_at")
    for ago, importance, confidence in told.will:
        made = actions.measure_will(goal, importance, confidence, actor=client.person)
        teller.dated(ago, (10, 50), GoalRuler.objects.filter(pk__in=[one.pk for one in made]))
    _ways(teller, goal, told)


def _ways(teller: Teller, goal: Goal, told: Told) -> None:
    """The strategies of a goal; the first is the chosen one."""
    for number, (text, effect, effort) in enumerate(told.ways):
        way = actions.Way({"text": text}, effect, effort)
        strategy = actions.think_of(goal, way, actor=teller.client.person, choose_it=number == 0)
        teller.item(told.set_on - 1, strategy)
        chosen = Strategy.objects.filter(pk=strategy.pk, chosen_at__isnull=False)
        teller.dated(told.set_on - 1, (10, 20), chosen, "chosen_at")
        teller.dated(told.set_on - 1, (10, 20), StrategyStep.objects.filter(strategy=strategy))
