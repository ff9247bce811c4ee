"""What tests of plans start from."""

from opencoach.plan.actions import Wanted, Way, name_need, rate, set_goal, supporters, think_of, turn_wheel, weigh
from opencoach.plan.models import Goal, Need, Strategy, Supporter, Weighing, Wheel
from tests.cast import Cast

LEVELS = [
    "Every decision waits for me",
    "One in five is decided without me",
    "Three in five are decided without me",
    "Four in five are decided without me",
    "The team changes its own limits",
]


def need_of_ana(cast: Cast, text: str = "I have become the bottleneck.") -> Need:
    return name_need(cast.ana_engagement, cast.ana, text, actor=cast.ana.person)


def goal_of_ana(
    cast: Cast, title: str = "My team decides without me", *, shared: bool = True, **fields: object
) -> Goal:
    """A goal that Ana set, with its five levels."""
    wanted = Wanted({"title": title}, levels=LEVELS, **fields)  # type: ignore[arg-type]
    return set_goal(cast.ana_engagement, cast.ana, wanted, actor=cast.ana.person, shared=shared)


def rated_goal(cast: Cast, *levels: int) -> Goal:
    """The same, rated by Ana, −1 where nothing else is said."""
    goal = goal_of_ana(cast)
    for level in levels or (-1,):
        rate(goal, level, "client", actor=cast.ana.person)
    return goal


def wheel_of_ana(cast: Cast, *, work: int = 3) -> Wheel:
    areas = [("Work", work), ("Friends", 8), ("Home", 6), ("Health", 5)]
    return turn_wheel(cast.ana_engagement, cast.ana, areas, actor=cast.ana.person)


def strategy_of_ana(cast: Cast, text: str = "Ask back first", goal: Goal | None = None) -> Strategy:
    return think_of(goal or goal_of_ana(cast), Way({"text": text}, effect=4, effort=2), actor=cast.ana.person)


def balance_of_ana(cast: Cast) -> Weighing:
    words = {"question": "Shall I move?", "change_for": [{"text": "The sea", "weight": 4}]}
    return weigh(goal_of_ana(cast), "balance", words, actor=cast.ana.person)


def stands_by(goal: Goal, name: str = "Luka", *, agreed: bool = True) -> Supporter:
    """Somebody who stands by a goal, or was asked to."""
    assert goal.client is not None
    made = supporters.invite_supporter(
        goal, name=name, address=f"{name.lower()}@example.org", note="", actor=goal.client.person
    )
    if agreed:
        supporters.accept(made)
    return Supporter.objects.select_related("goal").get(pk=made.pk)
