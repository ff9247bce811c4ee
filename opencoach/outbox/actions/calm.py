"""What somebody wants of the mails that reach them, and what becomes of those that wait."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from opencoach.outbox import planning, ports, roads, wake
from opencoach.outbox.actions import lift
from opencoach.outbox.calm import standing, upcoming
from opencoach.outbox.calm.habits import Habits
from opencoach.outbox.models import Delivery
from opencoach.people.actions.event import record_event
from opencoach.people.models import Engagement, Membership

State = Delivery.State


@transaction.atomic
def change_habits(
    member: Membership, habits: Habits, *, ended: Collection[str], by_roads: Mapping[str, Collection[str]] | None = None
) -> None:
    """Keep how this member likes to be reached, the groups of mails that they have ended, and those that come by
    another road, by its channel (one that is not named stays as it is); only they can.

    What waits is decided anew.
    """
    row = Membership.objects.select_for_update().get(pk=member.pk)
    wanted = {road: by_roads[road.channel] for road in roads.ROADS if by_roads and road.channel in by_roads}
    chosen = {road.key: sorted(set(groups) & set(road.groups())) for road, groups in wanted.items()}
    row.preferences = {**row.preferences, standing.KEY: habits.words, **chosen}
    row.save(update_fields=["preferences"])
    member.preferences = row.preferences
    for group in ports.groups:
        if group in ended:
            lift.unsubscribe(member.person, member.practice, group)
        else:
            lift.subscribe_again(member.person, member.practice, group)
    record_event("mail.habits", practice=member.practice, actor=member.person, thing=member.public_id)
    decide_anew(member)
    if wanted:
        for engagement in upcoming.engagements_of(member):
            planning.materialise(engagement)


def decide_anew(member: Membership) -> None:
    """What was put off for this member is looked at again when it was meant to go."""
    held = Delivery.objects.filter(
        practice=member.practice_id, person=member.person_id, state=State.WAITING, attempts=0, by_hand=False,
        next_at__gt=F("due_at"),
    )  # fmt: skip
    if held.update(next_at=F("due_at")):
        wake.on_commit()


def written_down(engagement: Engagement, member: Membership, key: str) -> Delivery | None:
    """The row of something that this member is to receive in an engagement, planned or waiting; None where there is
    none (any more)."""
    planning.materialise(engagement, timezone.now())
    rows = Delivery.objects.filter(dedupe_key=key, engagement=engagement, person=member.person_id)
    return rows.select_related("practice", "engagement").first()
