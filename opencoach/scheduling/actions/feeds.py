"""Somebody's calendar feed: made, made anew, opened up or closed, taken away."""

import secrets

from django.db import transaction
from django.utils import timezone

from opencoach.people.actions.event import record_event
from opencoach.people.models import Membership
from opencoach.scheduling.models import CalendarFeed


@transaction.atomic
def make(membership: Membership, *, shows_names: bool = False) -> CalendarFeed:
    """A new secret address; the one before, if there is one, stops working."""
    Membership.objects.select_for_update(no_key=True).only("pk").get(pk=membership.pk)  # two clicks take turns
    _revoke(membership)
    made = CalendarFeed.objects.create(membership=membership, nonce=secrets.token_hex(16), shows_names=shows_names)
    record_event("feed.made", practice=membership.practice, actor=membership.person, thing=made.public_id)
    return made


@transaction.atomic
def choose_names(feed: CalendarFeed, shows_names: bool) -> None:
    """Whether the entries say whom the sessions are with."""
    if feed.shows_names == shows_names:
        return
    feed.shows_names = shows_names
    feed.save(update_fields=["shows_names"])
    member = feed.membership
    record_event(
        "feed.changed", practice=member.practice, actor=member.person, thing=feed.public_id, shows_names=shows_names
    )


@transaction.atomic
def take_away(membership: Membership) -> None:
    """The address stops working. Nothing happens where there is none."""
    if _revoke(membership):
        record_event("feed.taken_away", practice=membership.practice, actor=membership.person)


def _revoke(membership: Membership) -> int:
    return CalendarFeed.objects.filter(membership=membership, revoked_at=None).update(revoked_at=timezone.now())
