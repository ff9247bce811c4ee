"""Wheels of life: the first and the latest, and how they are drawn."""

from dataclasses import dataclass
from typing import Any

from opencoach.people.models import Engagement, Membership
from opencoach.plan import access, private, radar
from opencoach.plan.models import Wheel
from opencoach.plan.queries.plan import in_plan


@dataclass(frozen=True, slots=True)
class SeenWheel:
    """A wheel with its areas: name → score."""

    wheel: Wheel
    areas: dict[str, int]

    @property
    def spokes(self) -> list[radar.Spoke]:
        return radar.spokes(list(self.areas))

    @property
    def shape(self) -> str:
        return radar.shape(list(self.areas.values()))


def wheels_of(
    reader: Membership, engagement: Engagement, client: Membership | None
) -> tuple[SeenWheel | None, SeenWheel | None]:
    """The first and the latest wheel (the first is None where there is one only); one query.

    The first has the areas of the latest, in their order, as far as both have them: so that both can be drawn as one.
    """
    rows = access.items_for(reader, Wheel.objects.filter(engagement=engagement, client=client, removed_at=None))
    found = in_plan(rows.order_by("taken_at", "pk"), engagement)
    if not found:
        return None, None
    latest = _seen(found[-1])
    if len(found) == 1:
        return None, latest
    first = _seen(found[0])
    common = {name: first.areas[name] for name in latest.areas if name in first.areas}
    return (SeenWheel(first.wheel, common) if len(common) == len(latest.areas) else None), latest


def _seen(wheel: Any) -> SeenWheel:
    areas = private.words(wheel).get("areas", [])
    return SeenWheel(wheel, {str(area["name"]): int(area["score"]) for area in areas})
