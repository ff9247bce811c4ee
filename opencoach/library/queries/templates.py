"""The message templates that a coach has."""

import uuid
from dataclasses import dataclass

from opencoach.library import access
from opencoach.library.models import MessageTemplate
from opencoach.library.usual import BY_ID, USUAL
from opencoach.people.models import Membership


@dataclass(frozen=True, slots=True)
class Wording:
    """One template. `row` is None for one of the usual ones as it comes."""

    public_id: uuid.UUID
    title: str
    body: str
    row: MessageTemplate | None = None
    may_change: bool = True
    maker: str = ""  # who made it, where it was somebody else


def templates_of(reader: Membership) -> tuple[list[Wording], list[Wording]]:
    """Those that are offered, by title, and the reader's own that were put away. In one query."""
    rows = list(access.templates_for(reader).select_related("created_by").order_by("title", "pk"))
    own = {row.usual for row in rows if row.usual and row.created_by_id == reader.pk}
    offered = [_of(reader, row) for row in rows if row.archived_at is None]
    offered += [Wording(one.public_id, str(one.title), str(one.body)) for one in USUAL if one.key not in own]
    away = [_of(reader, row) for row in rows if row.archived_at is not None and access.may_change(reader, row)]
    return sorted(offered, key=lambda one: one.title.casefold()), away


def template_of(reader: Membership, public_id: uuid.UUID) -> Wording | None:
    """One that the reader may use; None for what they may not."""
    row = access.templates_for(reader).select_related("created_by").filter(public_id=public_id).first()
    if row is not None:
        return _of(reader, row)
    usual = BY_ID.get(public_id) if reader.is_coach else None
    return Wording(usual.public_id, str(usual.title), str(usual.body)) if usual else None


def _of(reader: Membership, row: MessageTemplate) -> Wording:
    maker = "" if row.created_by_id == reader.pk else row.created_by.display_name
    return Wording(row.public_id, row.title, row.body, row, access.may_change(reader, row), maker)
