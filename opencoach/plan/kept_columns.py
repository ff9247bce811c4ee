"""How the columns of something in a plan stood before they were changed: sealed beside its earlier words.

A column may be a set of other rows (`Goal.needs`): it stands as their keys, and `write_sets` saves it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from opencoach.people.models import Person
from opencoach.plan import private
from opencoach.plan.models import Item, Wording

COLUMN = "values"  # of a `Wording`
WAITING = "_sets"  # on a row: the sets of it that are not saved yet
Columns = Sequence[str | tuple[str, ...]]  # those that only make sense together stand in one tuple, named by its first


def of(row: Item, columns: Columns) -> dict[str, tuple[tuple[str, Any], ...]]:
    """How they stand, related rows by their keys."""
    groups = [(one,) if isinstance(one, str) else one for one in columns]
    return {names[0]: tuple((name, value(row, name)) for name in names) for names in groups}


def put(row: Item, values: Mapping[str, Sequence[tuple[str, Any]]]) -> set[str]:
    """Set them (not saved); gives the names of those that are new and are the row's own."""
    changed = set()
    for name, wanted in (pair for group in values.values() for pair in group):
        if _field(row, name).many_to_many:
            row.__dict__.setdefault(WAITING, {})[name] = wanted
        elif getattr(row, _attribute(row, name)) != wanted:
            setattr(row, _attribute(row, name), wanted)
            changed.add(name)
    return changed


def value(row: Item, name: str) -> Any:
    """How one of them stands; a set as `put` left it."""
    if not _field(row, name).many_to_many:
        return getattr(row, _attribute(row, name))
    waiting = row.__dict__.get(WAITING, {})
    return waiting[name] if name in waiting else _present(row, name)


def write_sets(row: Item) -> None:
    """Those rows and no others, but for removed ones, which come back as they were."""
    for name, keys in row.__dict__.pop(WAITING, {}).items():
        present = _present(row, name)
        getattr(row, name).remove(*(present - keys))
        getattr(row, name).add(*(keys - present))


def keep(row: Item, stood: Mapping[str, Sequence[tuple[str, Any]]], actor: Person) -> None:
    """Keep how the columns of a locked row stood at its present revision."""
    content = [[name, [[column, _plain(value)] for column, value in group]] for name, group in stood.items()]
    Wording.objects.create(
        engagement=row.engagement, thing=row.public_id, column=COLUMN, revision=row.revision,
        words=private.seal(row, content, COLUMN), by=actor,
    )  # fmt: skip


def before(row: Item, revision: int | None) -> dict[str, tuple[tuple[str, Any], ...]]:
    """How they stood at that revision; {} where they have not been changed since."""
    later = Wording.objects.filter(thing=row.public_id, column=COLUMN, revision__gte=revision or 0)
    kept = later.order_by("revision").first()
    return read(row, bytes(kept.words)) if kept else {}


def read(row: Item, sealed: bytes) -> dict[str, tuple[tuple[str, Any], ...]]:
    """What was kept; {} where it can't be read any more."""
    found = private.unseal(row, COLUMN, sealed) or []
    return {
        name: tuple((column, _read(_field(row, column), value)) for column, value in group) for name, group in found
    }


def put_back(row: Item, sealed: bytes, actor: Person) -> tuple[bool, set[str]]:
    """The columns of a locked row as they were kept; how they stand is kept first. Gives whether anything changed, and
    the names of those that are still to be saved."""
    wanted = read(row, sealed)
    stands = of(row, [tuple(name for name, _value in group) for group in wanted.values()])
    if wanted == stands:
        return False, set()
    keep(row, stands, actor)
    return True, put(row, wanted)


def _present(row: Item, name: str) -> frozenset[int]:
    return frozenset(getattr(row, name).filter(removed_at=None).values_list("pk", flat=True))


def _read(field: Any, value: Any) -> Any:
    return frozenset(value) if field.many_to_many else field.to_python(value)


def _attribute(row: Item, name: str) -> str:
    return str(_field(row, name).attname)


def _field(row: Item, name: str) -> Any:
    return row._meta.get_field(name)


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
