"""What of their clients' plans stands on a coach's Today: their own actions, and check-ins to look at. One query."""

import datetime as dt
import uuid
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from opencoach.people.models import Engagement, EngagementClient, Membership, Pause
from opencoach.people.once import once
from opencoach.plan import days, rhythm
from opencoach.plan.models import Action, CheckIn, CheckInRhythm
from opencoach.plan.queries import bundle
from opencoach.plan.queries.todos import SeenAction, due_actions, seen_today, ticked
from opencoach.plan.reasons import FRESH, Known, Reason, reasons

Status = Engagement.Status


@dataclass(slots=True)
class LookedFor:
    """A client whose check-ins ask for a look, and why: the heaviest reason first."""

    engagement: Engagement
    name: str
    who: str  # a stable id for the avatar's colour
    is_group: bool
    reasons: list[Reason] = field(default_factory=list)

    @property
    def weight(self) -> int:
        return max(one.weight for one in self.reasons)


@dataclass(slots=True)
class Front:
    """`actions` are the coach's own that are due."""

    actions: list[SeenAction]
    looks: list[LookedFor]


def front(coach: Membership) -> Front:
    """Loaded once for a page."""
    return once(coach, "plan.front", lambda: _load(coach))


def _load(coach: Membership) -> Front:
    today = timezone.localdate()
    rows = bundle.load(coach, {"action": _actions(today), "rhythm": (running(), known_of())})
    actions = seen_today(((row, row.extra["ticked"]) for row in rows["action"]), today)
    for one in actions:
        name = _name(one.action)
        one.goal = f"{name} · {one.goal}" if one.goal else name
    return Front(actions, looks(rows["rhythm"]))


def _actions(today: dt.date) -> tuple[QuerySet[Any], dict[str, Any]]:
    mine = Action.objects.filter(side=Action.Doer.COACH, engagement__status=Status.ACTIVE)
    return due_actions(mine, today), {"ticked": ticked(today), **WHOSE}


def running() -> QuerySet[CheckInRhythm]:
    """The rhythms of work that goes on."""
    return CheckInRhythm.objects.filter(ended_on=None, engagement__status=Status.ACTIVE)


FIRST = EngagementClient.objects.filter(engagement=OuterRef("engagement"), until=None).order_by("since", "pk")
WHOSE: dict[str, Any] = {
    "engagement": F("engagement__public_id"),
    "group": F("engagement__group__name"),
    "title": F("engagement__title"),
    "client": F("client__display_name"),
    "key": F("client__public_id"),
    "zone": F("client__zone"),
    "first": Subquery(FIRST.values("membership__display_name")[:1]),
}


def known_of() -> dict[str, Any]:
    """What `looks` reads of a rhythm, besides its own columns."""
    answers = CheckIn.objects.filter(rhythm=OuterRef("pk"), removed_at=None).order_by("-day")
    pauses = Pause.objects.filter(engagement=OuterRef("engagement"), withdrawn_at=None).order_by("-starts_on")
    pauses = pauses.filter(starts_on__lte=timezone.localdate() + days.DAY)
    return {
        "day": Subquery(answers.values("day")[:1]),
        "progress": Subquery(answers.values("progress")[:1]),
        "mood": Subquery(answers.values("mood")[:1]),
        "looked": Subquery(answers.values("looked_at")[:1]),
        "before": Subquery(answers.values("progress")[1:2]),
        "paused_from": Subquery(pauses.values("starts_on")[:1]),
        "paused_to": Subquery(pauses.values("ends_on")[:1]),
        **WHOSE,
    }


def looks(rows: Sequence[Any]) -> list[LookedFor]:
    """Of rhythms with `known_of`: one for each client of whom something asks for a look."""
    found: dict[tuple[int, str], LookedFor] = {}
    for row in rows:
        why = reasons(known(row))
        if why:
            name, key = _name(row), str(row.extra["key"] or "")
            one = found.setdefault(
                (row.engagement_id, key), LookedFor(row.engagement, name, _id(key), bool(row.extra["group"]))
            )
            one.reasons = sorted([*one.reasons, *why], key=lambda reason: -reason.weight)
    return list(found.values())


def known(row: Any, now: dt.datetime | None = None) -> Known:
    """What is known of a rhythm with `known_of` today, on the client's calendar."""
    extra = row.extra
    zone = zoneinfo.ZoneInfo(extra["zone"]) if extra["zone"] else timezone.get_current_timezone()
    today = (now or timezone.now()).astimezone(zone).date()
    off_from, off_to = _day(extra["paused_from"]), _day(extra["paused_to"])

    def is_off(day: dt.date) -> bool:
        return off_from is not None and off_from <= day and (off_to is None or day <= off_to)

    due = [day for day in rhythm.due_days(row, today - FRESH * days.DAY, today) if not is_off(day)]
    return Known(
        due, today, _day(extra["day"]), extra["progress"] or 0, extra["mood"], extra["before"], bool(extra["looked"]),
        row.seen_until,
    )  # fmt: skip


def _day(text: Any) -> dt.date | None:
    return dt.date.fromisoformat(str(text)) if text else None


def _id(text: str) -> str:
    return str(uuid.UUID(text)) if text else ""


def _name(row: Any) -> str:
    extra = row.extra
    if extra["group"]:
        return f"{extra['group']}: {extra['client']}" if extra["client"] else str(extra["group"])
    return str(extra["client"] or extra["first"] or extra["title"])
