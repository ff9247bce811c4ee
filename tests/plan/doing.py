"""What tests of actions, habits, measures and check-ins start from: Ana's, whose day begins in Singapore."""

import datetime as dt
from decimal import Decimal
from typing import Any

from opencoach.plan import days
from opencoach.plan.actions import checkins, doing, encouraging, habits, measures
from opencoach.plan.actions.doing import Todo
from opencoach.plan.actions.habits import Practised
from opencoach.plan.models import Action, CheckInRhythm, Encouragement, Habit, Measure, MeasureValue
from tests.cast import Cast

DAY = dt.timedelta(days=1)


def action_of_ana(cast: Cast, title: str = "Read the board paper once", **fields: Any) -> Action:
    return doing.set_action(cast.ana_engagement, cast.ana, Todo({"title": title}, **fields), actor=cast.miriam.person)


def habit_of_ana(cast: Cast, title: str = "“What would you do?” first", ago: int = 0, **fields: Any) -> Habit:
    """One that began so many days ago."""
    made = habits.begin_habit(
        cast.ana_engagement, cast.ana, Practised({"title": title}, **fields), actor=cast.ana.person
    )
    if ago:
        made.started_on -= ago * DAY
        made.save()
    return made


def measure_of_ana(cast: Cast, title: str = "Decisions that waited for me", **values: Any) -> Measure:
    words = {"title": title, "unit": "a week"}
    return measures.set_measure(cast.ana_engagement, cast.ana, words, values, actor=cast.ana.person)


def value_of(measure: Measure, value: float, ago: int = 0, note: str = "") -> MeasureValue:
    given = measures.Given(Decimal(str(value)), dt.datetime.now(dt.UTC) - ago * DAY, note)
    return measures.add_values(measure, [given], actor=measure.created_by)[0]


def rhythm_of_ana(cast: Cast, ago: int = 0, **fields: Any) -> CheckInRhythm:
    """One that is due today, and began so many days ago."""
    client = cast.ana
    made = checkins.set_rhythm(
        cast.ana_engagement, client, actor=cast.miriam.person, weekday=fields.pop("weekday", 0), **fields
    )
    made.weekday = days.today_of(made).weekday()
    made.started_on = days.today_of(made) - ago * DAY
    made.save()
    return made


def word_for_ana(cast: Cast, text: str = "Wei Ling signed it off without you. You did that.") -> Encouragement:
    return encouraging.encourage(cast.ana_engagement, cast.ana, text, actor=cast.miriam.person)
