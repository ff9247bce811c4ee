"""A coach's calendars elsewhere: added, changed, looked into, taken away."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.lib import outward, secretbox
from opencoach.lib.ids import public_id
from opencoach.outbox import jobs
from opencoach.people.actions.event import record_event
from opencoach.people.models import Membership
from opencoach.people.refusal import Refused
from opencoach.scheduling.calendars import fetching, looking
from opencoach.scheduling.models import CalendarLink

MOST = 10
PAUSE = dt.timedelta(seconds=15)  # between two looks that somebody asks for


@transaction.atomic
def add(
    membership: Membership, address: str, *, name: str = "", all_day: bool = False, free: bool = False
) -> CalendarLink:
    """It is looked into at once. Raises Refused for an address that cannot be asked."""
    address = fetching.written(address)
    try:
        outward.checked(address, settings.TRUSTED_HOSTS)
    except outward.Forbidden:
        raise Refused(
            _("This is no address of a calendar. It begins with https:// or webcal:// and is not a page to sign in.")
        ) from None
    Membership.objects.select_for_update(no_key=True).only("pk").get(pk=membership.pk)  # two clicks take turns
    present = list(CalendarLink.objects.filter(membership=membership))
    if len(present) >= MOST:
        raise Refused(_("%(count)d calendars are the most. Take one away first.") % {"count": MOST})
    if any(_is_at(one, address) for one in present):
        raise Refused(_("This calendar is already among yours."))
    host = fetching.host_of(address)
    link = CalendarLink(
        public_id=public_id(), membership=membership, name=name or host, host=host, all_day=all_day, free=free
    )
    looking.seal_address(link, address)
    link.save()
    record_event("calendar_link.added", practice=membership.practice, actor=membership.person, thing=link.public_id)
    jobs.soon(looking.JOB)
    return link


def _is_at(link: CalendarLink, address: str) -> bool:
    try:
        return looking.address_of(link) == address
    except secretbox.Unreadable:
        return False


@transaction.atomic
def change(link: CalendarLink, *, name: str, all_day: bool, free: bool) -> None:
    """Its name, and what of it counts; then it is looked into again."""
    CalendarLink.objects.filter(pk=link.pk).update(
        name=name or link.host, all_day=all_day, free=free, next_at=timezone.now(), state=""
    )
    jobs.soon(looking.JOB)


def look_again(link: CalendarLink) -> bool:
    """Look into it now, unless that has just been done; gives whether it will be."""
    now = timezone.now()
    if link.tried_at is not None and link.tried_at > now - PAUSE:
        return False
    with transaction.atomic():
        CalendarLink.objects.filter(pk=link.pk).update(next_at=now)
        jobs.soon(looking.JOB)
    return True


@transaction.atomic
def remove(link: CalendarLink) -> None:
    """Its times are forgotten with it."""
    member = link.membership
    record_event("calendar_link.removed", practice=member.practice, actor=member.person, thing=link.public_id)
    link.delete()
