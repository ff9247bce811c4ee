"""How the columns of something in a plan stood before they were changed: sealed beside its earlier words."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from opencoach.people.models import Person
from opencoach.plan import private
from opencoach.plan.models import Item, Wording

COLUMN = "values"  # of a `Wording`
Columns = Sequence[str | tuple[str, ...]]  # those that only make sense together stand in one tuple, named by its first


def of(row: Item, columns: Columns) -> dict[str, tuple[tuple[str, Any], ...]]:
    """How they stand, related rows by their keys."""
    groups = [(one,) if isinstance(one, str) else one for one in columns]
    return {names[0]: tuple((name, getattr(row, _attribute(row, name))) for name in names) for names in groups}


def put(row: Item, values: Mapping[str, Sequence[tuple[str, Any]]]) -> set[str]:
    """Set them (not saved); gives the names of those that are new."""
    changed = set()
    for name, value in (pair for group in values.values() for pair in group):
        attribute = _attribute(row, name)
        if getattr(row, attribute) != value:
            setattr(row, attribute, value)
            changed.add(name)
    return changed


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
        name: tuple((column, _field(row, column).to_python(value)) for column, value in group) for name, group in found
    }


def put_back(row: Item, sealed: bytes, actor: Person) -> set[str]:
    """The columns of a locked row as they were kept (not saved); how they stand is kept first. Gives what changed."""
    wanted = read(row, sealed)
    stands = of(row, [tuple(name for name, _value in group) for group in wanted.values()])
    if wanted == stands:
        return set()
    keep(row, stands, actor)
    return put(row, wanted)


def _attribute(row: Item, name: str) -> str:
    return str(_field(row, name).attname)


def _field(row: Item, name: str) -> Any:
    return row._meta.get_field(name)


def _plain(value: Any) -> Any:
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
