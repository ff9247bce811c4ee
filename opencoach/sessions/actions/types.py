"""What a practice offers: its types of sessions."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from opencoach.lib.words import one_line
from opencoach.people.actions.event import record_event
from opencoach.people.models import Membership, Practice
from opencoach.people.refusal import Refused
from opencoach.sessions.models import SessionType, SessionTypeCoach
from opencoach.sessions.queries.types import offers_something

CHANGEABLE = frozenset(
    {
        "name", "description", "medium", "place", "hue", "minutes", "before", "after", "notice", "ahead_days",
        "per_day", "per_week", "audience", "approval", "price", "questions", "questionnaire",
        "free_until", "reminders", "nudge_days",
        "nudged",
    }
)  # fmt: skip


@transaction.atomic
def add_type(values: Mapping[str, Any], coaches: Collection[Membership], *, by: Membership) -> SessionType:
    """Offer a new type of session, held by these coaches: an owner says which, a coach holds it alone.

    Durations in `values` are minutes. Raises Refused without a coach, or for one who can't hold it; KeyError for what
    is no setting of a type.
    """
    _check(values, coaches, by)
    practice = Practice.objects.select_for_update(no_key=True).get(pk=by.practice_id)  # one slug at a time
    made = SessionType(practice=practice, **values)
    made.slug = _free_slug(practice, made.name)
    made.save()
    _hold(made, coaches)
    record_event("session_type.added", practice=practice, actor=by.person, thing=made.public_id)
    return made


@transaction.atomic
def change_type(
    session_type: SessionType, values: Mapping[str, Any], coaches: Collection[Membership], *, by: Membership
) -> list[str]:
    """Set what differs; gives the names of what changed. Sessions that are booked stay as they are, and so does the
    slug. Raises as `add_type` does."""
    _check(values, coaches, by)
    kept = SessionType.objects.select_for_update(of=("self",)).get(pk=session_type.pk)
    changed = sorted(name for name, value in values.items() if getattr(kept, name) != value)
    for name in changed:
        setattr(kept, name, values[name])
    kept.save(update_fields=changed)
    if _hold(kept, coaches):
        changed.append("coaches")
    if changed:
        record_event(
            "session_type.changed", practice=by.practice, actor=by.person, thing=kept.public_id, fields=changed
        )
    return changed


@transaction.atomic
def archive_type(session_type: SessionType, *, by: Membership) -> None:
    """Nobody can book it any more; what is booked stays. To archive it twice is to archive it once."""
    if SessionType.objects.filter(pk=session_type.pk, archived_at=None).update(archived_at=timezone.now()):
        record_event("session_type.archived", practice=by.practice, actor=by.person, thing=session_type.public_id)


@transaction.atomic
def restore_type(session_type: SessionType, *, by: Membership) -> None:
    """It is offered again, as it was."""
    if SessionType.objects.filter(pk=session_type.pk, archived_at__isnull=False).update(archived_at=None):
        record_event("session_type.restored", practice=by.practice, actor=by.person, thing=session_type.public_id)


@transaction.atomic
def begin_with_the_usual(*, by: Membership) -> list[SessionType]:
    """A coaching session and a free first talk, held by that coach. Raises Refused for one who offers something."""
    Membership.objects.select_for_update(no_key=True).get(pk=by.pk)  # asked twice at once, it is done once
    if offers_something(by):
        raise Refused(_("You offer something already."))
    session = {"name": _("Coaching session"), "minutes": 60}
    talk = {
        "name": _("First talk"),
        "description": _("To get to know each other, and to see whether we want to work together."),
        "minutes": 30,
        "audience": SessionType.Audience.ANYBODY,
        "price": _("Free of charge"),
        "hue": Practice.Hue.SEA,
        "questions": [_("What brings you here?")],
    }
    return [add_type(values, [by], by=by) for values in (session, talk)]


def _check(values: Mapping[str, Any], coaches: Collection[Membership], by: Membership) -> None:
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(f"not a setting of a session type: {sorted(unknown)}")
    if not coaches:
        raise Refused(_("Choose who holds it."))
    if any(one.practice_id != by.practice_id or not one.is_coach or one.ended_at is not None for one in coaches):
        raise Refused(_("Only a coach of the practice holds sessions."))
    if not by.is_owner and {one.pk for one in coaches} != {by.pk}:
        raise Refused(_("Only an owner says which other coaches hold it."))


def _hold(session_type: SessionType, coaches: Collection[Membership]) -> bool:
    """Let these coaches hold it, and no other present one; whether that changed anything. The part of somebody whose
    membership has ended stays, for the day they come back."""
    chosen = {one.pk for one in coaches}
    parts = SessionTypeCoach.objects.filter(session_type=session_type)
    held = set(parts.values_list("membership_id", flat=True))
    gone, _rows = parts.filter(membership__ended_at=None).exclude(membership__in=chosen).delete()
    new: Sequence[int] = sorted(chosen - held)
    SessionTypeCoach.objects.bulk_create(SessionTypeCoach(session_type=session_type, membership_id=pk) for pk in new)
    return bool(gone or new)


def _free_slug(practice: Practice, name: str) -> str:
    """A slug for the type's addresses that no other of the practice has. It stays when the type is renamed."""
    base = slugify(one_line(name))[:48].strip("-") or "session"
    taken = set(SessionType.objects.filter(practice=practice, slug__startswith=base).values_list("slug", flat=True))
    names = (base, *(f"{base}-{number}" for number in range(2, 100)))
    return next((slug for slug in names if slug not in taken), f"{base}-{secrets.token_hex(4)}")
