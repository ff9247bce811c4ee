"""Make a material, change it (a new version each time), share it, put it away."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.lib.words import one_line
from opencoach.library.models import Material, MaterialFile, MaterialTag, Version
from opencoach.people.actions.event import record_event
from opencoach.people.models import Membership
from opencoach.people.refusal import Refused

Kind = Material.Kind
MOST_TAGS = 12
HEARD = ("audio/", "video/")


def kind_of(file: MaterialFile) -> str:
    """What a file makes of its material: something to hear or see, or just a file."""
    return Kind.MEDIA if file.media_type.startswith(HEARD) else Kind.FILE


@transaction.atomic
def make(
    kind: str, title: str, *, by: Membership, body: str = "", url: str = "", file: MaterialFile | None = None,
    tags: Sequence[str] = (), shared: bool = False, captions: str = "",
) -> Material:  # fmt: skip
    """A new material with its first version."""
    now = timezone.now()
    made = Material.objects.create(
        practice=by.practice, created_by=by, kind=kind, title=title, created_at=now, changed_at=now,
        shared_at=now if shared else None,
    )  # fmt: skip
    Version.objects.create(
        material=made, number=1, title=title, body=body, captions=captions, url=url, file=file, made_at=now,
        made_by=by.person,
    )  # fmt: skip
    set_tags(made, tags)
    _note("material.made", made, by)
    return made


@transaction.atomic
def from_file(file: MaterialFile, *, by: Membership) -> Material:
    """A material of a file that has just arrived, called by its name. To do it twice, or at once, is to do it once."""
    MaterialFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    known = Version.objects.filter(file=file).select_related("material").first()
    if known is not None:
        return known.material
    if file.finished_at is None:
        raise Refused(_("The file is not whole yet."))
    return make(kind_of(file), title_of(file.name), by=by, file=file)


def title_of(name: str) -> str:
    """A title from a file's name: without its ending, with spaces."""
    stem, dot, ending = name.rpartition(".")
    plain = stem if dot and stem and len(ending) < 6 else name
    return one_line(plain.replace("_", " "))[:200] or name[:200]


@transaction.atomic
def change(
    material: Material, *, by: Membership, title: str, body: str = "", url: str = "", file: MaterialFile | None = None,
    captions: str = "",
) -> Version:  # fmt: skip
    """The next version, where something is different; the newest one else. Who was sent an older one keeps it.

    A new `file` may turn a file into something to hear, and back. Without one the present file stays.
    """
    row = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
    newest = newest_of(row)
    file = file or newest.file
    there = (newest.title, newest.body, newest.captions, newest.url, newest.file)
    if there == (title, body, captions, url, file):
        return newest
    now = timezone.now()
    row.latest += 1
    row.title, row.changed_at = title, now
    if file is not None and file != newest.file:
        row.kind = kind_of(file)
    row.save(update_fields=["latest", "title", "changed_at", "kind"])
    made = Version.objects.create(
        material=row, number=row.latest, title=title, body=body, captions=captions, url=url, file=file, made_at=now,
        made_by=by.person,
    )  # fmt: skip
    _note("material.changed", row, by, version=row.latest)
    return made


def restore_version(version: Version, *, by: Membership) -> Version:
    """An older version becomes the newest one again, as a version of its own."""
    return change(
        version.material, by=by, title=version.title, body=version.body, url=version.url, file=version.file,
        captions=version.captions,
    )  # fmt: skip


def newest_of(material: Material) -> Version:
    """Its newest version, with its file."""
    return Version.objects.select_related("file").get(material=material, number=material.latest)


def set_tags(material: Material, names: Sequence[str]) -> None:
    """Exactly these tags, in the caller's transaction."""
    wanted = {key: name for name in names if (key := name.casefold())}
    present = {tag.key: tag for tag in material.tags.all()}
    material.tags.filter(key__in=present.keys() - wanted.keys()).delete()
    MaterialTag.objects.bulk_create(
        MaterialTag(material=material, name=name, key=key) for key, name in wanted.items() if key not in present
    )
    for key, name in wanted.items():
        if key in present and present[key].name != name:
            material.tags.filter(key=key).update(name=name)


@transaction.atomic
def share_with_practice(material: Material, *, shared: bool, by: Membership) -> None:
    """Colleagues may use it, or no longer. What they have sent stays with their clients."""
    if (material.shared_at is not None) == shared:
        return
    material.shared_at = timezone.now() if shared else None
    material.save(update_fields=["shared_at"])
    _note("material.shared" if shared else "material.unshared", material, by)


@transaction.atomic
def archive(material: Material, *, by: Membership) -> None:
    """Put it away: it can't be sent any more. Whoever has it keeps it."""
    if material.archived_at is None:
        material.archived_at = timezone.now()
        material.save(update_fields=["archived_at"])
        _note("material.archived", material, by)


@transaction.atomic
def restore(material: Material, *, by: Membership) -> None:
    """It can be sent again."""
    if material.archived_at is not None:
        material.archived_at = None
        material.save(update_fields=["archived_at"])
        _note("material.restored", material, by)


@transaction.atomic
def copy(material: Material, *, by: Membership) -> Material:
    """A copy of one's own, of its newest version. The file is the same one."""
    newest = newest_of(material)
    title = (_("%(title)s (copy)") % {"title": newest.title})[:200]
    names = [tag.name for tag in material.tags.all()]
    return make(
        material.kind, title, by=by, body=newest.body, url=newest.url, file=newest.file, tags=names,
        captions=newest.captions,
    )  # fmt: skip


def lacks(kind: str, version: Version) -> str:
    """Why a version can't be sent yet, in plain words; "" when it can."""
    if kind == Kind.MEDIA and not version.in_words:
        return _("It has no text yet for those who can’t hear or see it.")
    return ""


def _note(verb: str, material: Material, by: Membership, **data: Any) -> None:
    record_event(verb, practice=by.practice, actor=by.person, thing=material.public_id, **data)
