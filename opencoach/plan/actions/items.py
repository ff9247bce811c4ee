"""What every change of something in a plan does: lock it, keep how it read, record the event."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.actions.event import record_event
from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.refusal import Refused
from opencoach.plan import kept_columns, merging, private, reminding
from opencoach.plan.kept_columns import Columns
from opencoach.plan.models import Item, Wording

I = TypeVar("I", bound=Item)  # noqa: E741


class Changed(Refused):
    """Somebody else wrote meanwhile, at the same place; nothing was saved. `result` is how it reads now (`revision`),
    with what could be taken from both, and `row` has the columns so, too; `places` names what both have changed."""

    def __init__(self, result: Mapping[str, Any], revision: int, places: set[str], row: Any = None) -> None:
        super().__init__(_("Somebody else has changed this meanwhile. Both texts stand below: keep what is right."))
        self.result, self.revision, self.places, self.row = result, revision, places, row


def begin(row: I, engagement: Engagement, client: Membership | None, actor: Person) -> I:
    """A new row of that client's plan (not saved): whose it is, which key seals it, after the others."""
    row.engagement, row.client, row.created_by = engagement, client, actor
    row.sealed_for = client.person.public_id if client else None
    rows = type(row)._default_manager.filter(engagement=engagement)
    row.position = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
    return row


def locked(row: I) -> I:
    """The row as it stands now, with its engagement; nobody else changes it until the commit."""
    rows = type(row)._default_manager.select_for_update(of=("self",))
    found = rows.select_related("engagement__practice").get(pk=row.pk)
    if found.engagement.status == Engagement.Status.ENDED:
        raise Refused(_("This work has ended; its plan stays as it is."))
    return found


def reword(
    row: Item, changes: Mapping[str, Any], *, revision: int | None, actor: Person, column: str = "words"
) -> bool:
    """Change the words of a locked row, made from the state of `revision` (the present one for None); gives whether
    anything changed (not saved).

    What others changed meanwhile in other places stays. Raises Changed where both changed the same place differently.
    """
    present, result = merged(row, changes, revision=revision, column=column)
    if result == present:
        return False
    keep(row, column, actor)
    setattr(row, column, private.seal(row, result, column))
    row.revision += 1
    return True


def merged(
    row: Item, changes: Mapping[str, Any], *, revision: int | None, column: str = "words"
) -> tuple[dict[str, Any], dict[str, Any]]:
    """(the words as they stand, the words with these changes). Raises Changed."""
    present = _by_place(private.unseal(row, column))
    base = _before(row, column, revision) if revision not in {None, row.revision} else present
    found = merging.merge(base, present, changes)
    if found.conflicts:
        raise Changed(found.result, row.revision, found.conflicts)
    return present, found.result


def change(
    row: Item, words: Mapping[str, Any], columns: Columns, apply: Callable[[Any], None], *, revision: int | None,
    actor: Person, sets: Mapping[str, Collection[int]] | None = None,
) -> bool:  # fmt: skip
    """The same (`reword`) for the words and the `columns` of a locked row, of which `apply` sets what is wanted; `sets`
    gives what is wanted of those that are sets of other rows, by their keys."""
    old = revision not in {None, row.revision}
    present, stood = _by_place(private.unseal(row)), kept_columns.of(row, columns)
    said = merging.merge(_before(row, "words", revision) if old else present, present, words)
    apply(row)
    wanted = kept_columns.of(row, columns)
    wanted |= {name: ((name, frozenset(keys)),) for name, keys in (sets or {}).items()}
    found = merging.merge_columns(kept_columns.before(row, revision) if old else stood, stood, wanted)
    kept_columns.put(row, found.result)
    if said.conflicts or found.conflicts:
        raise Changed(said.result, row.revision, said.conflicts | found.conflicts, row)
    reworded, revalued = said.result != present, found.result != stood
    if reworded:
        keep(row, "words", actor)
        row.words = private.seal(row, said.result)
    if revalued:
        kept_columns.keep(row, stood, actor)
    kept_columns.write_sets(row)
    row.revision += reworded or revalued
    return reworded or revalued


def keep(row: Item, column: str, actor: Person) -> None:
    """Keep how a column of a locked row reads, before it is changed."""
    Wording.objects.create(
        engagement=row.engagement, thing=row.public_id, column=column, revision=row.revision,
        words=bytes(getattr(row, column)), by=actor,
    )  # fmt: skip


def _before(row: Item, column: str, revision: int | None) -> dict[str, Any]:
    """How a column read at that revision: as it was kept when it was changed next, or as it reads now."""
    later = Wording.objects.filter(thing=row.public_id, column=column, revision__gte=revision or 0)
    kept = later.order_by("revision").first()
    return _by_place(private.unseal(row, column, bytes(kept.words) if kept else None))


def _by_place(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


@transaction.atomic
def reread(row: I, revision: int, *, actor: Person, verb: str, column: str = "words") -> I:
    """A row as it was at `revision`, before the change that came then: its words, and what else was changed with them.
    How it stands until now is kept, too. Raises Refused where nothing was kept of that revision."""
    row = locked(row)
    earlier = Wording.objects.filter(thing=row.public_id, revision=revision)
    kept = {one.column: bytes(one.words) for one in earlier.filter(column__in=[column, kept_columns.COLUMN])}
    if not kept:
        raise Refused(_("There is no such earlier text."))
    reworded = column in kept and kept[column] != bytes(getattr(row, column))
    if reworded:
        keep(row, column, actor)
        setattr(row, column, kept[column])
    revalued, fields = kept_columns.put_back(row, kept.get(kept_columns.COLUMN, b""), actor)
    if reworded or revalued:
        row.revision += 1
        kept_columns.write_sets(row)
        row.save(update_fields=[*fields, *([column] if reworded else []), "revision"])
        record(verb, row, actor)
        reminding.follow(row.engagement)
    return row


def record(verb: str, row: Any, actor: Person | None, **data: object) -> None:
    """Record what was done with a row of a plan."""
    record_event(
        verb, practice=row.engagement.practice, engagement=row.engagement, actor=actor, thing=row.public_id, **data
    )


def remove(row: I, *, actor: Person, verb: str) -> I:
    """It stands in the plan no longer; `restore` brings it back as it was."""
    row = locked(row)
    if row.removed_at is None:
        row.removed_at, row.removed_by = timezone.now(), actor
        row.save(update_fields=["removed_at", "removed_by"])
        record(verb, row, actor)
    return row


def restore(row: I, *, actor: Person, verb: str) -> I:
    """What was removed stands there again."""
    row = locked(row)
    if row.removed_at is not None:
        row.removed_at = row.removed_by = None
        row.save(update_fields=["removed_at", "removed_by"])
        record(verb, row, actor)
    return row
