"""The plan: needs lead to goals, goals to strategies."""

from opencoach.plan.models.action import Action, ActionStep, ActionTick
from opencoach.plan.models.checkin import CheckIn, CheckInRhythm
from opencoach.plan.models.encouragement import Encouragement
from opencoach.plan.models.goal import Goal, GoalNeed, GoalRating, GoalRuler, GoalShare, GoalStep
from opencoach.plan.models.habit import Habit, HabitTick
from opencoach.plan.models.item import Item
from opencoach.plan.models.measure import Measure, MeasureValue
from opencoach.plan.models.need import Need, NeedRating, Wheel
from opencoach.plan.models.strategy import Strategy, StrategyStep, Weighing
from opencoach.plan.models.supporter import Supporter, SupporterAnswer
from opencoach.plan.models.template import PlanTemplate
from opencoach.plan.models.wording import Wording

__all__ = [
    "Action",
    "ActionStep",
    "ActionTick",
    "CheckIn",
    "CheckInRhythm",
    "Encouragement",
    "Goal",
    "GoalNeed",
    "GoalRating",
    "GoalRuler",
    "GoalShare",
    "GoalStep",
    "Habit",
    "HabitTick",
    "Item",
    "Measure",
    "MeasureValue",
    "Need",
    "NeedRating",
    "PlanTemplate",
    "Strategy",
    "StrategyStep",
    "Supporter",
    "SupporterAnswer",
    "Weighing",
    "Wheel",
    "Wording",
]
