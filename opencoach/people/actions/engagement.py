"""The life of an engagement: begun, activated, ended, reopened, handed over. Pauses are in `pause.py`."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.lib.words import one_line
from opencoach.people import ports
from opencoach.people.actions.event import record_event, record_events
from opencoach.people.models import (
    Engagement,
    EngagementClient,
    EngagementCoach,
    Event,
    Group,
    Membership,
    Person,
    Sponsorship,
)
from opencoach.people.refusal import Refused

Status = Engagement.Status


@transaction.atomic
def begin_engagement(
    coach: Membership,
    *,
    specialisation: str,
    title: str,
    actor: Person,
    clients: Iterable[Membership] = (),
    group: Group | None = None,
    status: str = Status.INVITED,
) -> Engagement:
    """A coach's new engagement. `title` is the name that stands for a client who has not come in yet."""
    engagement = Engagement.objects.create(
        practice=coach.practice,
        group=group,
        title=one_line(title)[:160],
        specialisation=specialisation,
        status=status,
        status_by=actor,
    )
    EngagementCoach.objects.create(engagement=engagement, membership=coach)
    EngagementClient.objects.bulk_create(EngagementClient(engagement=engagement, membership=one) for one in clients)
    _record("engagement.began", engagement, actor, specialisation=specialisation)
    return engagement


@transaction.atomic
def begin_engagements(coach: Membership, wanted: Sequence[tuple[str, str]], *, actor: Person) -> list[Engagement]:
    """Many at once, each a title and a specialisation, nobody of whom has come in yet: three queries for all."""
    practice = coach.practice
    made = Engagement.objects.bulk_create(
        Engagement(practice=practice, title=one_line(title)[:160], specialisation=specialisation, status_by=actor)
        for title, specialisation in wanted
    )
    EngagementCoach.objects.bulk_create(EngagementCoach(engagement=one, membership=coach) for one in made)
    record_events(
        Event(
            practice=practice,
            engagement=one,
            actor=actor,
            verb="engagement.began",
            thing=one.public_id,
            data={"specialisation": one.specialisation},
        )
        for one in made
    )
    return made


@transaction.atomic
def join(engagement: Engagement, client: Membership, *, actor: Person) -> None:
    """A client takes part from now on. Joining twice is joining once."""
    _part, made = EngagementClient.objects.get_or_create(engagement=engagement, membership=client, until=None)
    if made:
        _record("engagement.joined", engagement, actor, member=str(client.public_id))


@transaction.atomic
def leave(engagement: Engagement, client: Membership, *, actor: Person) -> None:
    """A client of a group takes no part any more, and reads nothing of it."""
    if _end_part(EngagementClient, engagement, client):
        _record("engagement.left", engagement, actor, member=str(client.public_id))
        ports.tell_part_ended(client, engagement)


@transaction.atomic
def activate(engagement: Engagement, *, actor: Person) -> bool:
    """The agreement is accepted. Gives whether this call did it."""
    source = {Status.INVITED, Status.PROSPECT}
    return move_status(engagement, source, Status.ACTIVE, "engagement.activated", actor=actor)


@transaction.atomic
def end_engagement(engagement: Engagement, *, actor: Person, reason: str = "") -> bool:
    """The work is over: both may still read everything, nothing new is written. Gives whether this call did it."""
    source = set(Status) - {Status.ENDED}
    return move_status(engagement, source, Status.ENDED, "engagement.ended", actor=actor, reason=reason)


@transaction.atomic
def reopen_engagement(engagement: Engagement, *, actor: Person) -> bool:
    """Go on where it ended: a first talk is a first talk again and an invitation an invitation, so nobody becomes a
    client without an agreement. What was paused is active. Gives whether this call did it."""
    _locked(engagement)
    engagement.refresh_from_db(fields=["status_before"])
    if engagement.status_before:
        before = Status(engagement.status_before)
    else:  # written down as ended, as imports do
        before = Status.ACTIVE if engagement.client_parts.exists() else Status.INVITED
    back = Status.ACTIVE if before == Status.PAUSED else before
    return move_status(engagement, {Status.ENDED}, back, "engagement.reopened", actor=actor)


@transaction.atomic
def describe_engagement(
    engagement: Engagement,
    *,
    actor: Person,
    specialisation: str,
    allotment_kind: str,
    allotment_amount: int,
    title: str | None = None,
) -> list[str]:
    """Set what the engagement is about and how much was agreed; gives what changed. Time in minutes."""
    values: dict[str, object] = {
        "specialisation": specialisation,
        "allotment_kind": allotment_kind,
        "allotment_amount": 0 if allotment_kind == Engagement.Allotment.OPEN else allotment_amount,
    }
    if title is not None:
        values["title"] = one_line(title)[:160]
    changed = sorted(name for name, value in values.items() if getattr(engagement, name) != value)
    for name in changed:
        setattr(engagement, name, values[name])
    if changed:
        engagement.save(update_fields=changed)
        _record("engagement.described", engagement, actor, fields=changed)
    return changed


@transaction.atomic
def hand_over(engagement: Engagement, to: Membership, *, actor: Person) -> None:
    """Another coach takes the engagement: the present ones leave it and read nothing of it any more.

    Raises Refused if `to` is no present coach of the practice. To the present coach: nothing happens.
    """
    if not to.is_coach or to.ended_at is not None or to.practice_id != engagement.practice_id:
        raise Refused(_("Choose a coach of this practice."))
    _locked(engagement)
    present = list(
        EngagementCoach.objects.filter(engagement=engagement, until=None).select_related("membership__person")
    )
    if [part.membership_id for part in present] == [to.pk]:
        return
    for part in present:
        if part.membership_id != to.pk:
            _end_part(EngagementCoach, engagement, part.membership)
            ports.tell_part_ended(part.membership, engagement)
    EngagementCoach.objects.get_or_create(engagement=engagement, membership=to, until=None)
    _record("engagement.handed_over", engagement, actor, to=str(to.public_id))


@transaction.atomic
def sponsor(engagement: Engagement, by: Membership, *, actor: Person) -> None:
    """Somebody pays for it, and sees only what the client releases. Raises Refused if `by` is no sponsor."""
    if by.role != Membership.Role.SPONSOR or by.ended_at is not None or by.practice_id != engagement.practice_id:
        raise Refused(_("Choose a sponsor of this practice."))
    _part, made = Sponsorship.objects.get_or_create(engagement=engagement, membership=by, until=None)
    if made:
        _record("sponsorship.began", engagement, actor, member=str(by.public_id))


@transaction.atomic
def end_sponsorship(engagement: Engagement, by: Membership, *, actor: Person) -> None:
    """They see nothing of it from now on."""
    if _end_part(Sponsorship, engagement, by):
        _record("sponsorship.ended", engagement, actor, member=str(by.public_id))
        ports.tell_part_ended(by, engagement)


def _locked(engagement: Engagement) -> Engagement:
    return Engagement.objects.select_for_update(of=("self",)).select_related("practice").get(pk=engagement.pk)


def _end_part(
    parts: type[EngagementCoach | EngagementClient | Sponsorship], engagement: Engagement, membership: Membership
) -> int:
    present = parts._default_manager.filter(engagement=engagement, membership=membership, until=None)
    return present.update(until=timezone.now())


def move_status(
    engagement: Engagement,
    source: set[Status],
    target: Status,
    verb: str,
    *,
    actor: Person | None,
    reason: str = "",
) -> bool:
    """One step of the life, once: whoever comes second finds it done. The given object follows the row."""
    row = _locked(engagement)
    moved = row.status in source
    if moved:
        row.status_before = row.status
        row.status, row.status_at, row.status_by, row.status_reason = target, timezone.now(), actor, reason[:300]
        row.save(update_fields=["status", "status_before", "status_at", "status_by", "status_reason"])
        _record(verb, row, actor)
        ports.tell_status_changed(row)
    for field in ("status", "status_before", "status_at", "status_by_id", "status_reason"):
        setattr(engagement, field, getattr(row, field))
    return moved


def _record(verb: str, engagement: Engagement, actor: Person | None, **data: object) -> None:
    record_event(
        verb,
        practice=engagement.practice,
        engagement=engagement,
        actor=actor,
        thing=engagement.public_id,
        **data,
    )
