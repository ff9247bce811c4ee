"""How somebody comes into a practice, what they say about themselves there, and how they go."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.lib.words import one_line
from opencoach.people import ports
from opencoach.people.actions.event import record_event
from opencoach.people.models import EngagementClient, EngagementCoach, Membership, Person, Practice, Sponsorship
from opencoach.people.refusal import Refused

Role = Membership.Role
PROFILE = frozenset({"display_name", "zone", "language", "phone", "preferences"})
STAFF_ROLES = frozenset({Role.OWNER, Role.COACH, Role.ASSISTANT})


@transaction.atomic
def admit(
    practice: Practice,
    person: Person,
    role: str,
    *,
    actor: Person | None,
    display_name: str,
    zone: str = "",
    language: str = "",
) -> Membership:
    """Make the person a member, or bring back one whose membership had ended. A present member stays as they are.

    Raises Refused if they are a present member in another role.
    """
    membership, made = Membership.objects.select_for_update().get_or_create(
        practice=practice,
        person=person,
        defaults={
            "role": role,
            "display_name": one_line(display_name),
            "zone": zone or practice.zone,
            "language": language or practice.language,
        },
    )
    if not made:
        if membership.ended_at is None:
            if membership.role != role:
                raise Refused(_("They already belong to this practice, in another role."))
            return membership
        membership.role, membership.ended_at, membership.ended_by = role, None, None
        membership.save(update_fields=["role", "ended_at", "ended_by"])
    record_event("membership.began", practice=practice, actor=actor, thing=membership.public_id, role=str(role))
    return membership


@transaction.atomic
def change_profile(membership: Membership, values: Mapping[str, Any], *, actor: Person) -> list[str]:
    """Set what differs of a profile; gives the names of what changed. `preferences` are merged into those there."""
    if unknown := set(values) - PROFILE:
        raise KeyError(f"not part of a profile: {sorted(unknown)}")
    wanted = dict(values)
    if "preferences" in wanted:
        wanted["preferences"] = {**membership.preferences, **wanted["preferences"]}
    changed = sorted(name for name, value in wanted.items() if getattr(membership, name) != value)
    if not changed:
        return []
    for name in changed:
        setattr(membership, name, wanted[name])
    membership.save(update_fields=changed)
    record_event(
        "membership.changed", practice=membership.practice, actor=actor, thing=membership.public_id, fields=changed
    )
    if {"zone", "language"} & set(changed):
        ports.tell_profile_changed(membership)
    return changed


@transaction.atomic
def change_role(membership: Membership, role: str, *, actor: Person) -> None:
    """Give a colleague another role. Raises Refused for the last owner, and for a coach who still has clients."""
    membership = _locked(membership)
    if role == membership.role:
        return
    if role not in STAFF_ROLES or membership.role not in STAFF_ROLES:
        raise Refused(_("Only a colleague’s role can be changed."))
    _keep_an_owner(membership)
    if role == Role.ASSISTANT and membership.coach_parts.filter(until=None).exists():
        raise Refused(_("%(name)s still coaches. Hand their clients over first.") % {"name": membership.display_name})
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    record_event(
        "membership.role_changed",
        practice=membership.practice,
        actor=actor,
        thing=membership.public_id,
        before=str(before),
        after=str(role),
    )
    ports.tell_access_ended(membership)  # what they could read has changed: their sockets ask again


@transaction.atomic
def end_membership(membership: Membership, *, actor: Person) -> None:
    """Take a member's access away, at once and everywhere. Their parts in engagements end too; nothing is deleted.

    Raises Refused for the last owner. Ending an ended one does nothing.
    """
    membership = _locked(membership)
    if membership.ended_at is not None:
        return
    _keep_an_owner(membership)
    now = timezone.now()
    membership.ended_at, membership.ended_by = now, actor
    membership.save(update_fields=["ended_at", "ended_by"])
    for parts in (EngagementCoach, EngagementClient, Sponsorship):
        parts.objects.filter(membership=membership, until=None).update(until=now)
    record_event("membership.ended", practice=membership.practice, actor=actor, thing=membership.public_id)
    ports.tell_access_ended(membership)


@transaction.atomic
def reopen_membership(membership: Membership, *, actor: Person) -> None:
    """Let them in again, with the parts that ended in the same instant."""
    membership = _locked(membership)
    if membership.ended_at is None:
        return
    for parts in (EngagementCoach, EngagementClient, Sponsorship):
        parts.objects.filter(membership=membership, until=membership.ended_at).update(until=None)
    membership.ended_at, membership.ended_by = None, None
    membership.save(update_fields=["ended_at", "ended_by"])
    record_event("membership.reopened", practice=membership.practice, actor=actor, thing=membership.public_id)


def _locked(membership: Membership) -> Membership:
    return Membership.objects.select_for_update(of=("self",)).select_related("practice").get(pk=membership.pk)


def _keep_an_owner(membership: Membership) -> None:
    """Two owners who end each other at once wait for the same row, the practice's."""
    if membership.role != Role.OWNER:
        return
    Practice.objects.select_for_update().get(pk=membership.practice_id)
    others = Membership.objects.filter(practice=membership.practice_id, role=Role.OWNER, ended_at=None)
    if not others.exclude(pk=membership.pk).exists():
        raise Refused(_("A practice needs an owner. Make somebody else an owner first."))
