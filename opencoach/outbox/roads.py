"""By which roads something reaches somebody: by mail, and by text or as a notification where they chose that for its
group.

Planners know of mail alone. What they plan goes by text, too, where its kind has words for that, its reader has a
confirmed number, agrees to get texts, and wants that group by text; and to their devices where they want that. A
month's cap, a taken-back agreement or a device that is gone is looked at again just before sending (`may_go`).
"""

import datetime as dt
import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.outbox import ports
from opencoach.outbox.actions import devices
from opencoach.outbox.actions.numbers import consent_of
from opencoach.outbox.actions.numbers import number_of as present_number
from opencoach.outbox.actions.post import post
from opencoach.outbox.models import Delivery, Device, Text, TextPlan
from opencoach.outbox.ports import Kind, Planned
from opencoach.people.models import Engagement, Membership, Practice

TWINS = dt.timedelta(hours=1)
PROMPT = dt.timedelta(seconds=20)  # after which a notification need not wait for its mail


@dataclass(frozen=True, slots=True)
class Road:
    """One way besides the mail.

    `key`: where a member's `preferences` keep the groups that they want by it. `end`: of the dedupe key of what goes by
    it. `takes(kind)`: whether it can carry that. `reaches()`: the members whom it may reach. `address(member)`: where;
    "" for nowhere. `since(member)`: from when on. `prompt`: it need not wait for its mail, where the kind says so.
    """

    channel: str
    key: str
    end: str
    takes: Callable[[Kind], bool]
    reaches: Callable[[], QuerySet[Membership]]
    address: Callable[[Membership], str]
    since: Callable[[Membership], dt.datetime]
    prompt: bool = False

    def carries(self, kind: Kind | None) -> bool:
        """Whether it goes by this road to whoever chose that."""
        return kind is not None and bool(kind.group) and self.takes(kind)

    def groups(self) -> dict[str, str]:
        """The groups of which something can go by it."""
        able = {kind.group for kind in ports.kinds.values() if self.carries(kind)}
        return {group: label for group, label in ports.groups.items() if group in able}

    def chosen_by(self, member: Membership) -> set[str]:
        """The groups that this member wants by it, whether it can reach them or not."""
        return set(member.preferences.get(self.key) or ()) & set(self.groups())

    def chosen_in(self, practice: Practice) -> dict[int, set[str]]:
        """By person, the groups that come by it; only of those whom it may reach. One query."""
        rows = self.reaches().filter(practice=practice).values_list("person_id", "preferences").distinct()
        return {person: set(preferences.get(self.key) or ()) for person, preferences in rows}


def _with_numbers() -> QuerySet[Membership]:
    return Membership.objects.filter(
        ended_at=None, numbers__removed_at=None, numbers__confirmed_at__isnull=False,
        numbers__consents__withdrawn_at=None, numbers__consents__isnull=False,
    )  # fmt: skip


def number_of(member: Membership) -> str:
    """Where texts reach them; "" where none may."""
    found = present_number(member)
    return found.number if found is not None and consent_of(found) is not None else ""


def _number_since(member: Membership) -> dt.datetime:
    return member.numbers.filter(removed_at=None).latest("pk").created_at


def _with_devices() -> QuerySet[Membership]:
    return Membership.objects.filter(ended_at=None, person__in=Device.objects.filter(removed_at=None).values("person"))


def _devices(member: Membership) -> str:
    """All devices of a person have one address here: theirs."""
    return str(member.person.public_id) if devices.present(member.person).exists() else ""


def _devices_since(member: Membership) -> dt.datetime:
    return devices.present(member.person)[0].created_at


TEXTS = Road("sms", "texts", ":sms", lambda kind: kind.text is not None, _with_numbers, number_of, _number_since)
PUSHES = Road("push", "pushes", ":push", lambda _kind: True, _with_devices, _devices, _devices_since, prompt=True)
ROADS = (TEXTS, PUSHES)


def address_of(member: Membership, channel: str) -> str:
    """Where that channel reaches them; "" where it doesn't."""
    for road in ROADS:
        if road.channel == channel:
            return road.address(member)
    return member.person.email


def by_roads(engagement: Engagement, plan: Iterable[Planned]) -> Iterator[Planned]:
    """What is planned, by every road that its reader has chosen. One query for each road, where there is anything that
    could go by it."""
    chosen: dict[str, dict[int, set[str]]] = {}
    for item in plan:
        yield item
        kind = ports.kinds.get(item.kind)
        if item.channel != "email" or kind is None:
            continue
        for road in ROADS:
            if not road.carries(kind):
                continue
            if road.channel not in chosen:
                chosen[road.channel] = road.chosen_in(engagement.practice)
            if kind.group in chosen[road.channel].get(item.person.pk, ()):
                yield replace(item, channel=road.channel, dedupe_key=item.dedupe_key + road.end)


def may_go(delivery: Delivery) -> str:
    """Why it must not go by its road, "" where it may: it is asked of everything that is about to be sent."""
    kind = ports.kinds.get(delivery.kind)
    if kind is None or kind.urgent:
        return ""
    if delivery.channel == PUSHES.channel:
        there = _with_devices().filter(person=delivery.person_id, practice=delivery.practice_id)
        return "" if there.exists() else _("No device of theirs gets notifications any more.")
    if delivery.channel != TEXTS.channel:
        return ""
    agreed = _with_numbers().filter(
        numbers__number=delivery.address, person=delivery.person_id, practice=delivery.practice_id
    )
    if not agreed.exists():
        return _("They get no texts at this number any more.")
    if delivery.practice is not None and is_used_up(delivery.practice):
        instead(delivery)
        return _("This month’s texts are used up.")
    return ""


def instead(delivery: Delivery) -> None:
    """By mail what may not go by text, unless that goes by mail already."""
    key = delivery.dedupe_key.removesuffix(TEXTS.end)
    if delivery.person is None or Delivery.objects.filter(dedupe_key=key, channel="email").exists():
        return
    post(
        delivery.kind, address=delivery.person.email, dedupe_key=f"{key}:mail", person=delivery.person,
        practice=delivery.practice, engagement=delivery.engagement, payload=delivery.payload,
        expires_at=delivery.expires_at,
    )  # fmt: skip


def month_of(practice: Practice, now: dt.datetime | None = None) -> dt.datetime:
    """When the present month began on the practice's clock."""
    local = (now or timezone.now()).astimezone(zoneinfo.ZoneInfo(practice.zone))
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0).astimezone(dt.UTC)


def used(practice: Practice, now: dt.datetime | None = None) -> int:
    """The parts that have gone out this month."""
    rows = Text.objects.filter(practice=practice, created_at__gte=month_of(practice, now), handed_at__isnull=False)
    return int(rows.aggregate(sum=Sum("parts"))["sum"] or 0)


def cap_of(practice: Practice) -> int:
    """The parts that may go out in a month: what the practice says, and never more than the installation."""
    plan = TextPlan.objects.filter(practice=practice).first()
    own = plan.most_parts if plan is not None else None
    most: int = settings.TEXT_CAP
    return most if own is None else min(own, most)


def is_used_up(practice: Practice) -> bool:
    return used(practice) >= cap_of(practice)


def post_twins() -> bool:
    """The worker's job: what was posted by mail and not planned goes by the other roads, too, where its reader chose
    that."""
    for road in ROADS:
        for row in _without_twin(road):
            _twin(road, row)
    return False


def _without_twin(road: Road) -> list[Delivery]:
    """What is due by mail now, or went within the last hour, to people whom this road may reach; what the road need not
    wait for, already while the mail waits."""
    now = timezone.now()
    kinds = [name for name, kind in ports.kinds.items() if road.carries(kind)]
    due = Q(due_at__lte=now)
    if road.prompt:
        soon = [name for name, kind in ports.kinds.items() if kind.prompt]
        due |= Q(kind__in=soon, state=Delivery.State.WAITING, created_at__lte=now - PROMPT)
    rows = Delivery.objects.filter(
        due, kind__in=kinds, channel="email", planner="", due_at__gt=now - TWINS, practice__isnull=False,
        person__in=road.reaches().values("person"),
    ).exclude(state=Delivery.State.FAILED).select_related("practice", "person", "engagement")  # fmt: skip
    found = list(rows[:500])
    keys = [row.dedupe_key + road.end for row in found]
    known = set(Delivery.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True)) if keys else set()
    return [row for row in found if row.dedupe_key + road.end not in known]


def _twin(road: Road, row: Delivery) -> None:
    member = Membership.objects.filter(practice=row.practice, person=row.person, ended_at=None).first()
    if member is None or ports.kinds[row.kind].group not in road.chosen_by(member):
        return
    if not (address := road.address(member)) or row.created_at < road.since(member):
        return
    post(
        row.kind, channel=road.channel, address=address, dedupe_key=row.dedupe_key + road.end, person=row.person,
        practice=row.practice, engagement=row.engagement, payload=row.payload, due_at=min(row.due_at, timezone.now()),
        expires_at=row.expires_at,
    )  # fmt: skip
