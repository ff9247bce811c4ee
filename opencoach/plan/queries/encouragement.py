"""Encouragement as pages show it: a wall that the client can look back on."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.people.models import Engagement, Membership
from opencoach.plan import private
from opencoach.plan.models import Encouragement
from opencoach.plan.queries.todos import goal_title, of_plan

PER_PAGE = 30
Occasion = Encouragement.Occasion
Origin = Encouragement.Origin


@dataclass(frozen=True, slots=True)
class SeenWord:
    """One of them in words: who says it, and of what."""

    word: Encouragement
    text: str
    goal: str
    name: str = ""

    @property
    def is_house(self) -> bool:
        return self.word.origin == Origin.HOUSE


def wall_of(
    reader: Membership, engagement: Engagement, client: Membership | None, first: int = 0
) -> tuple[list[SeenWord], bool]:
    """The latest of that client, and whether there are earlier ones; one query."""
    rows = with_names(of_plan(reader, Encouragement, engagement, client)).order_by("-created_at", "-pk")
    found = list(rows[first : first + PER_PAGE + 1])
    return [seen_word(row) for row in found[:PER_PAGE]], len(found) > PER_PAGE


def with_names(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The same with the name that whoever wrote it goes by in the practice."""
    named: QuerySet[Any] = rows.annotate(author=author())
    return named


def author() -> Subquery:
    """The name of whoever wrote a row of a plan."""
    members = Membership.objects.filter(practice=OuterRef("engagement__practice"), person=OuterRef("created_by"))
    return Subquery(members.values("display_name")[:1])


def seen_word(row: Any) -> SeenWord:
    words = private.words(row)
    text = str(words.get("text", "")) if row.origin != Origin.HOUSE else said(row, str(words.get("about", "")))
    name = row.author or "" if row.origin == Origin.COACH else str(words.get("name", ""))
    return SeenWord(row, text, goal_title(row), name)


def said(row: Encouragement, about: str) -> str:
    """What the house noticed, in the tone that the client chose: a fact, and in the warm tone what it may mean."""
    facts = {
        Occasion.FIRST: _("The first time: “%(about)s”."),
        Occasion.RETURN: ngettext(
            "You came back to “%(about)s” after a day.", "You came back to “%(about)s” after %(count)d days.", row.count
        ),
        Occasion.KEPT: ngettext(
            "“%(about)s”: kept once.", "“%(about)s”: kept %(count)d times in a row.", row.count
        ),
        Occasion.LEVEL: _("“%(about)s” has reached what you set out for."),
    }  # fmt: skip
    if row.occasion == Occasion.LEVEL and row.count > 0:
        facts[Occasion.LEVEL] = _("“%(about)s” has gone beyond what you set out for.")
    inner = about.replace("“", "‘").replace("”", "’")  # it stands in quotation marks already
    fact = facts.get(Occasion(row.occasion), "%(about)s") % {"about": inner, "count": row.count}
    if row.tone != Encouragement.Tone.WARM:
        return fact
    warm = {
        Occasion.FIRST: _("Beginning is the part that nobody else can do for you."),
        Occasion.RETURN: _("Coming back counts for more than never having stopped."),
        Occasion.KEPT: _("That is you, day after day, and nobody’s luck."),
        Occasion.LEVEL: _("Take a moment to see how far that is from where you began."),
    }
    return f"{fact} {warm.get(Occasion(row.occasion), '')}".strip()
