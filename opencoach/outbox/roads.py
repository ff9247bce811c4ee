"""By which roads something reaches somebody: by mail, and by text where they chose that for its group.

Planners know of mail alone. What they plan goes by text, too, where its kind has words for that, its reader has a
confirmed number, agrees to get texts, and wants that group by text. A month's cap or a taken-back agreement is looked
at again just before sending (`may_go`).
"""

import datetime as dt
import zoneinfo
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.outbox import ports
from opencoach.outbox.actions.numbers import consent_of
from opencoach.outbox.actions.numbers import number_of as present_number
from opencoach.outbox.actions.post import post
from opencoach.outbox.models import Delivery, Number, Text, TextPlan
from opencoach.outbox.ports import Planned
from opencoach.people.models import Engagement, Membership, Practice

KEY = "texts"  # in `Membership.preferences`: the groups that come by text
END = ":sms"  # of the dedupe key of what goes by text besides
TWINS = dt.timedelta(hours=1)


def by_roads(engagement: Engagement, plan: Iterable[Planned]) -> Iterator[Planned]:
    """What is planned, by every road that its reader has chosen. One query, where there is anything that could go by
    text."""
    chosen: dict[int, set[str]] | None = None
    for item in plan:
        yield item
        kind = ports.kinds.get(item.kind)
        if item.channel != "email" or kind is None or kind.text is None or not kind.group:
            continue
        if chosen is None:
            chosen = chosen_in(engagement.practice)
        if kind.group in chosen.get(item.person.pk, ()):
            yield replace(item, channel="sms", dedupe_key=item.dedupe_key + END)


def chosen_in(practice: Practice) -> dict[int, set[str]]:
    """By person, the groups that come by text; only of those whom texts may reach."""
    rows = Membership.objects.filter(
        practice=practice, ended_at=None, numbers__removed_at=None, numbers__confirmed_at__isnull=False,
        numbers__consents__withdrawn_at=None, numbers__consents__isnull=False,
    )  # fmt: skip
    found = rows.values_list("person_id", "preferences").distinct()
    return {person: set(preferences.get(KEY) or ()) for person, preferences in found}


def chosen_by(member: Membership) -> set[str]:
    """The groups that this member wants by text, whether texts can reach them or not."""
    return set(member.preferences.get(KEY) or ()) & set(text_groups())


def text_groups() -> dict[str, str]:
    """The groups of which something can go by text."""
    able = {kind.group for kind in ports.kinds.values() if kind.text is not None and kind.group}
    return {group: label for group, label in ports.groups.items() if group in able}


def number_of(member: Membership) -> str:
    """Where texts reach them; "" where none may."""
    found = present_number(member)
    return found.number if found is not None and consent_of(found) is not None else ""


def may_go(delivery: Delivery) -> str:
    """Why a text must not go, "" where it may: it is asked of everything that is about to be sent."""
    kind = ports.kinds.get(delivery.kind)
    if delivery.channel != "sms" or kind is None or kind.urgent:
        return ""
    agreed = Number.objects.filter(
        number=delivery.address, removed_at=None, confirmed_at__isnull=False, member__person=delivery.person_id,
        member__practice=delivery.practice_id, member__ended_at=None, consents__withdrawn_at=None,
        consents__isnull=False,
    )  # fmt: skip
    if not agreed.exists():
        return _("They get no texts at this number any more.")
    if delivery.practice is not None and is_used_up(delivery.practice):
        instead(delivery)
        return _("This month’s texts are used up.")
    return ""


def instead(delivery: Delivery) -> None:
    """By mail what may not go by text, unless that goes by mail already."""
    key = delivery.dedupe_key.removesuffix(END)
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
    """The worker's job: what was posted by mail and not planned goes by text, too, where its reader chose that."""
    now = timezone.now()
    kinds = {name: kind.group for name, kind in ports.kinds.items() if kind.text is not None and kind.group}
    rows = Delivery.objects.filter(
        kind__in=kinds, channel="email", planner="", due_at__lte=now, due_at__gt=now - TWINS, practice__isnull=False,
        person__memberships__numbers__consents__withdrawn_at=None,
        person__memberships__numbers__consents__isnull=False, person__memberships__numbers__confirmed_at__isnull=False,
    ).exclude(state=Delivery.State.FAILED).select_related("practice", "person", "engagement").distinct()  # fmt: skip
    found = list(rows[:500])
    known = _twinned(found)
    for row in found:
        if row.dedupe_key + END not in known and row.practice is not None:
            _twin(row, kinds[row.kind])
    return False


def _twinned(rows: Collection[Delivery]) -> set[str]:
    keys = [row.dedupe_key + END for row in rows]
    return set(Delivery.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))


def _twin(row: Delivery, group: str) -> None:
    member = Membership.objects.filter(practice=row.practice, person=row.person, ended_at=None).first()
    if member is None or group not in chosen_by(member) or not (number := number_of(member)):
        return
    if row.due_at < member.numbers.filter(removed_at=None).latest("pk").created_at:
        return
    post(
        row.kind, channel="sms", address=number, dedupe_key=row.dedupe_key + END, person=row.person,
        practice=row.practice, engagement=row.engagement, payload=row.payload, due_at=row.due_at,
        expires_at=row.expires_at,
    )  # fmt: skip
