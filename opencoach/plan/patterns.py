"""Plans to begin with: those of a specialisation, and a coach's own. Pure data, in nobody's own words."""

import re
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from opencoach.people.specialisations import Plan, Specialisation

IF_THEN = re.compile(r"(?:When|If) (.+?), then (.+?)\.?", re.IGNORECASE)
NO_LEVELS = ["", "", "", "", ""]


class Step(BaseModel):
    """Something to do, and what to do when the moment comes."""

    model_config = ConfigDict(extra="ignore")
    do: str
    if_then: str = ""

    @property
    def cue(self) -> dict[str, str]:
        """The moment and what to do then, apart where the sentence says so ("When I …, then I …"); else as a note."""
        found = IF_THEN.fullmatch(self.if_then)
        if found is None:
            return {"note": self.if_then}
        return {"cue": found[1], "response": found[2]}


class Practice(BaseModel):
    """A habit: so many times a day, a week or a month."""

    model_config = ConfigDict(extra="ignore")
    name: str
    times: int = Field(1, ge=1, le=31)
    per: str = "week"


class Pattern(BaseModel):
    """A goal with everything that usually hangs on it. `needs` are keys of the specialisation's checklist."""

    model_config = ConfigDict(extra="ignore")
    title: str
    why: str = ""
    needs: list[str] = []
    levels: list[str] = Field(NO_LEVELS, min_length=5, max_length=5)
    strategies: list[str] = []
    actions: list[Step] = []
    habit: Practice | None = None


def of_specialisation(plan: Plan) -> Pattern:
    """A plan of a specialisation in the reader's language."""
    habit = Practice(name=_(plan.habit.name), times=plan.habit.times, per=plan.habit.per)
    return Pattern(
        title=_(plan.title),
        why=_(plan.why),
        needs=list(plan.needs),
        levels=[_(text) for text in plan.levels],
        strategies=[_(text) for text in plan.strategies],
        actions=[Step(do=_(one.do), if_then=_(one.if_then)) for one in plan.actions],
        habit=habit,
    )


def read(content: Any) -> Pattern | None:
    """A pattern as it was kept; None for what is none."""
    try:
        return Pattern.model_validate(content)
    except ValidationError:
        return None


def library_texts(specialisation: Specialisation) -> set[str]:
    """Every sentence of the specialisation's plans: texts that are the library's and nobody's own."""
    texts: set[str] = set()
    for plan in specialisation.plans.values():
        pattern = of_specialisation(plan)
        texts |= {pattern.title, pattern.why, *pattern.levels, *pattern.strategies}
    return texts
