"""Who stands by a goal, as the client sees them."""

from dataclasses import dataclass

from opencoach.plan import private
from opencoach.plan.models import Goal, Supporter, SupporterAnswer


@dataclass(frozen=True, slots=True)
class SeenSupporter:
    """One of them in words, with how they saw it going when they were last asked."""

    supporter: Supporter
    name: str
    address: str
    pulses: list[tuple[SupporterAnswer, str]]

    @property
    def pulse(self) -> tuple[SupporterAnswer, str] | None:
        """The latest."""
        return self.pulses[-1] if self.pulses else None


def supporters_of(goal: Goal) -> list[SeenSupporter]:
    """Those who stand by it or were asked to, and those who left; two queries."""
    rows = list(goal.supporters.order_by("invited_at", "pk"))
    labels = {one.value: str(one.label) for one in SupporterAnswer.Pulse}
    answers = SupporterAnswer.objects.filter(supporter__in=rows, pulse__isnull=False).order_by("at", "pk")
    by_row: dict[int, list[tuple[SupporterAnswer, str]]] = {}
    for one in answers:
        by_row.setdefault(one.supporter_id, []).append((one, labels[one.pulse or 0]))
    found = []
    for row in rows:
        if row.ended_at is not None and not row.left:
            continue
        row.goal = goal
        words = private.words(row)
        seen = SeenSupporter(row, str(words.get("name", "")), str(words.get("address", "")), by_row.get(row.pk, []))
        found.append(seen)
    return found
