"""Collections: made, named, filled, put in order, put away."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from opencoach.library.models import Collection, CollectionItem, Material
from opencoach.people.actions.event import record_event
from opencoach.people.models import Membership


@transaction.atomic
def make(title: str, *, by: Membership, materials: Sequence[Material] = ()) -> Collection:
    """A new collection with these materials, in that order."""
    made = Collection.objects.create(practice=by.practice, created_by=by, title=title)
    CollectionItem.objects.bulk_create(
        CollectionItem(collection=made, material=one, position=place) for place, one in enumerate(materials, 1)
    )
    _note("collection.made", made, by)
    return made


@transaction.atomic
def describe(collection: Collection, *, title: str, shared: bool, by: Membership) -> None:
    """What it is called, and whether colleagues may use it."""
    if shared != (collection.shared_at is not None):
        collection.shared_at = timezone.now() if shared else None
    collection.title = title
    collection.save(update_fields=["title", "shared_at"])
    _note("collection.changed", collection, by)


@transaction.atomic
def put_in(collection: Collection, material: Material) -> None:
    """At its end; one that is in it stays where it is."""
    rows = CollectionItem.objects.filter(collection=collection)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    CollectionItem.objects.get_or_create(collection=collection, material=material, defaults={"position": last + 1})


def take_out(collection: Collection, material: Material) -> None:
    """The material itself stays in the library."""
    CollectionItem.objects.filter(collection=collection, material=material).delete()


@transaction.atomic
def move(collection: Collection, material: Material, by: int) -> None:
    """One place up (-1) or down (1)."""
    rows = list(CollectionItem.objects.select_for_update().filter(collection=collection))
    at = next((place for place, row in enumerate(rows) if row.material_id == material.pk), None)
    if at is None or not 0 <= at + by < len(rows):
        return
    rows[at], rows[at + by] = rows[at + by], rows[at]
    for place, row in enumerate(rows, 1):
        row.position = place
    CollectionItem.objects.bulk_update(rows, ["position"])


@transaction.atomic
def archive(collection: Collection, *, by: Membership) -> None:
    """Put it away; its materials stay."""
    collection.archived_at = timezone.now()
    collection.save(update_fields=["archived_at"])
    _note("collection.archived", collection, by)


@transaction.atomic
def restore(collection: Collection, *, by: Membership) -> None:
    collection.archived_at = None
    collection.save(update_fields=["archived_at"])
    _note("collection.restored", collection, by)


def _note(verb: str, collection: Collection, by: Membership) -> None:
    record_event(verb, practice=by.practice, actor=by.person, thing=collection.public_id)
