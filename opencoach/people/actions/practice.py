"""What an owner does to their practice."""

import secrets
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from opencoach.lib.picture import shrunk
from opencoach.lib.words import one_line
from opencoach.people.actions.event import record_event
from opencoach.people.actions.membership import admit
from opencoach.people.models import Membership, Person, Practice

LOGO_EDGE = 256
CHANGEABLE = frozenset(
    {
        "name",
        "hue",
        "zone",
        "language",
        "specialisations",
        "crisis_contacts",
        "referral_contacts",
        "welcome",
        "response_hours",
        "response_days",
    }
)


@transaction.atomic
def create_practice(
    *,
    name: str,
    owner: Person,
    display_name: str,
    zone: str = "UTC",
    language: str = "en",
    hue: str = Practice.Hue.PINE,
    specialisations: Iterable[str] = (),
    **values: Any,
) -> Membership:
    """A new practice with its first coach, who owns it. Gives the owner's membership (`.practice` is the new one)."""
    practice = Practice.objects.create(
        name=one_line(name),
        slug=free_slug(name),
        zone=zone,
        language=language,
        hue=hue,
        specialisations=list(specialisations),
        **values,
    )
    record_event("practice.created", practice=practice, actor=owner, thing=practice.public_id)
    return admit(
        practice, owner, Membership.Role.OWNER, actor=owner, display_name=display_name, zone=zone, language=language
    )


def free_slug(name: str) -> str:
    """A slug for the practice's addresses that no other has. It stays when the practice is renamed."""
    base = slugify(name)[:48].strip("-") or "practice"
    if not Practice.objects.filter(slug=base).exists():
        return base
    taken = set(Practice.objects.filter(slug__startswith=f"{base}-").values_list("slug", flat=True))
    for number in range(2, 100):
        if f"{base}-{number}" not in taken:
            return f"{base}-{number}"
    return f"{base}-{secrets.token_hex(4)}"


@transaction.atomic
def change_practice(practice: Practice, values: Mapping[str, Any], *, actor: Person) -> list[str]:
    """Set what differs; gives the names of the fields that changed. Raises KeyError for what is not changeable."""
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(f"not a setting of a practice: {sorted(unknown)}")
    changed = sorted(name for name, value in values.items() if getattr(practice, name) != value)
    if not changed:
        return []
    for name in changed:
        setattr(practice, name, values[name])
    practice.save(update_fields=changed)
    record_event("practice.changed", practice=practice, actor=actor, thing=practice.public_id, fields=changed)
    return changed


def set_logo(practice: Practice, file: IO[bytes], *, actor: Person) -> None:
    """Keep a small WebP of the uploaded picture as the logo. Raises lib.picture.NotAPicture."""
    content = shrunk(file, LOGO_EDGE)
    name = f"logos/{uuid.uuid4()}.webp"
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    _swap_logo(practice, name, actor, "practice.logo_set")


def remove_logo(practice: Practice, *, actor: Person) -> None:
    """Back to the practice's initial."""
    if practice.logo:
        _swap_logo(practice, "", actor, "practice.logo_removed")


@transaction.atomic
def _swap_logo(practice: Practice, name: str, actor: Person, verb: str) -> None:
    before, practice.logo = practice.logo, name
    practice.save(update_fields=["logo"])
    record_event(verb, practice=practice, actor=actor, thing=practice.public_id)
    if before:
        transaction.on_commit(lambda: (Path(settings.MEDIA_ROOT) / before).unlink(missing_ok=True))


def logo_bytes(practice: Practice) -> bytes | None:
    """The logo's WebP, or None where there is none (any more)."""
    if not practice.logo:
        return None
    try:
        return (Path(settings.MEDIA_ROOT) / practice.logo).read_bytes()
    except OSError:
        return None
