"""One client's check-ins that ask for a look: why, what they wrote, and a message to begin with."""

import datetime as dt
import uuid
from dataclasses import dataclass

from opencoach.dashboard.greeting import first_name
from opencoach.people import access as people
from opencoach.people.models import Engagement, Membership
from opencoach.people.queries.engagements import get_with_people
from opencoach.plan.models import CheckIn, CheckInRhythm
from opencoach.plan.queries import bundle
from opencoach.plan.queries.checkins import SeenCheckIn, readable, seen_checkin
from opencoach.plan.queries.front import known, known_of, running
from opencoach.plan.queries.todos import goal_title
from opencoach.plan.reasons import Reason, draft, missing, reasons


@dataclass(frozen=True, slots=True)
class Look:
    """One rhythm that asks for a look. `answer` is what was said last; `until` the last day of which none came."""

    rhythm: CheckInRhythm
    name: str
    goal: str
    reasons: list[Reason]
    answer: SeenCheckIn | None
    until: dt.date | None

    @property
    def said(self) -> bool:
        """Whether what was answered is among the reasons."""
        return any(reason.kind != "missing" for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Looking:
    """What the page shows. `draft` is empty where a message would be read by a whole group."""

    engagement: Engagement
    looks: list[Look]
    draft: str


def looking_at(reader: Membership, public_id: uuid.UUID) -> Looking:
    """Six queries at most; Http404 for an engagement that the reader does not coach."""
    engagement, _sponsors = get_with_people(people.engagements_for(reader), public_id)
    wanted = running().filter(engagement=engagement)
    rows = bundle.load(reader, {"rhythm": (wanted, known_of())}, {engagement.pk: engagement})["rhythm"]
    told = {row.pk: known(row) for row in rows}
    waiting = [row for row in rows if reasons(told[row.pk])]
    answers = _answers(reader, waiting)
    looks = [
        Look(
            row, str(row.extra["client"] or ""), goal_title(row), reasons(told[row.pk]), answers.get(row.pk),
            max(missing(told[row.pk]), default=None),
        )
        for row in waiting
    ]  # fmt: skip
    looks.sort(key=lambda one: -one.reasons[0].weight)
    return Looking(engagement, looks, "" if engagement.group_id is not None else _draft(looks))


def _answers(reader: Membership, rhythms: list[CheckInRhythm]) -> dict[int, SeenCheckIn]:
    """The latest answer of each."""
    if not rhythms:
        return {}
    rows = readable(reader, CheckIn.objects.filter(rhythm__in=rhythms, removed_at=None))
    rows = rows.select_related("rhythm__goal", "engagement").order_by("day", "pk")
    return {row.rhythm_id: seen_checkin(row) for row in rows}


def _draft(looks: list[Look]) -> str:
    if not looks:
        return ""
    one = looks[0]
    obstacle = str(one.answer.words.get("obstacle", "")) if one.answer and one.said else ""
    return draft(one.reasons, first_name(one.name), obstacle)
