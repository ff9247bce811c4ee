"""Pauses: days on which nothing is due. The engagement's status follows them, day by day in the client's zone."""

import datetime as dt
import zoneinfo

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.actions.engagement import Status, move_status
from opencoach.people.actions.event import record_event
from opencoach.people.models import Engagement, Pause, Person
from opencoach.people.refusal import Refused


def today_for(engagement: Engagement, now: dt.datetime | None = None) -> dt.date:
    """The day that it is for the (first) client; for the practice while nobody has come in."""
    part = engagement.client_parts.filter(until=None).select_related("membership").order_by("since", "pk").first()
    zone = part.membership.zone if part else engagement.practice.zone
    return (now or timezone.now()).astimezone(zoneinfo.ZoneInfo(zone)).date()


@transaction.atomic
def pause_engagement(
    engagement: Engagement, *, actor: Person, starts_on: dt.date, ends_on: dt.date | None = None, reason: str = ""
) -> Pause:
    """Nothing is due from the first day to the last (open while None). The same pause twice is one pause.

    Raises Refused for an engagement that is over or not begun, for days out of order or gone, or for days that
    another pause already has.
    """
    Engagement.objects.select_for_update().get(pk=engagement.pk)
    if engagement.status not in {Status.ACTIVE, Status.PAUSED}:
        raise Refused(_("Only an active engagement can be paused."))
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("A pause ends after it begins."))
    if ends_on is not None and ends_on < today_for(engagement):
        raise Refused(_("These days are over."))
    same = current_pauses(engagement).filter(starts_on=starts_on, ends_on=ends_on).first()
    if same is not None:
        return same
    over = Q(ends_on=None) | Q(ends_on__gte=starts_on)
    if ends_on is not None:
        over &= Q(starts_on__lte=ends_on)
    if current_pauses(engagement).filter(over).exists():
        raise Refused(_("There is already a pause on some of these days."))
    pause = Pause.objects.create(
        engagement=engagement, starts_on=starts_on, ends_on=ends_on, reason=reason[:300], created_by=actor
    )
    _record("pause.made", pause, engagement, actor)
    follow_pauses(engagement, actor=actor)
    return pause


@transaction.atomic
def resume_engagement(engagement: Engagement, *, actor: Person) -> None:
    """End the present pause: yesterday was its last day; a pause that began today is as if it had never been."""
    Engagement.objects.select_for_update().get(pk=engagement.pk)
    today = today_for(engagement)
    for pause in current_pauses(engagement).filter(_covering(today)):
        if pause.starts_on == today:
            pause.withdrawn_at = timezone.now()
        else:
            pause.ends_on = today - dt.timedelta(days=1)
        pause.save(update_fields=["withdrawn_at", "ends_on"])
        _record("pause.ended", pause, engagement, actor)
    follow_pauses(engagement, actor=actor)


@transaction.atomic
def withdraw_pause(pause: Pause, *, actor: Person) -> None:
    """A pause that had not begun, or was a mistake, is taken back."""
    if pause.withdrawn_at is not None:
        return
    pause.withdrawn_at = timezone.now()
    pause.save(update_fields=["withdrawn_at"])
    _record("pause.withdrawn", pause, pause.engagement, actor)
    follow_pauses(pause.engagement, actor=actor)


def current_pauses(engagement: Engagement) -> QuerySet[Pause]:
    """The pauses that hold: not those taken back."""
    return Pause.objects.filter(engagement=engagement, withdrawn_at=None).order_by("starts_on")


@transaction.atomic
def follow_pauses(engagement: Engagement, *, actor: Person | None = None, now: dt.datetime | None = None) -> bool:
    """Let the status say what the pauses say today. Gives whether it changed."""
    paused = current_pauses(engagement).filter(_covering(today_for(engagement, now))).exists()
    if paused:
        return move_status(engagement, {Status.ACTIVE}, Status.PAUSED, "engagement.paused", actor=actor)
    return move_status(engagement, {Status.PAUSED}, Status.ACTIVE, "engagement.resumed", actor=actor)


def follow_all_pauses(now: dt.datetime | None = None) -> int:
    """What the worker does every few minutes: pauses begin and end on their days. Gives how many statuses changed."""
    now = now or timezone.now()
    near = Pause.objects.filter(withdrawn_at=None, starts_on__lte=(now + dt.timedelta(days=1)).date()).filter(
        Q(ends_on=None) | Q(ends_on__gte=(now - dt.timedelta(days=1)).date())
    )
    engagements = Engagement.objects.filter(
        Q(status=Status.PAUSED) | Q(status=Status.ACTIVE, pk__in=near.values("engagement"))
    ).select_related("practice")
    return sum(follow_pauses(engagement, now=now) for engagement in list(engagements))


def _covering(day: dt.date) -> Q:
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))


def _record(verb: str, pause: Pause, engagement: Engagement, actor: Person | None) -> None:
    record_event(
        verb,
        practice=engagement.practice,
        engagement=engagement,
        actor=actor,
        thing=pause.public_id,
        starts_on=pause.starts_on.isoformat(),
        ends_on=pause.ends_on.isoformat() if pause.ends_on else None,
    )
