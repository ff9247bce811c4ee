"""Materials to choose from, where somebody sends them."""

import uuid
from collections.abc import Sequence

from opencoach.library import access
from opencoach.library.models import Version
from opencoach.library.queries.materials import LATEST, Asked, Row, found, with_versions
from opencoach.people import access as people
from opencoach.people.models import Engagement, Membership
from opencoach.people.queries.engagements import with_parts

MOST = 30


def keys_of(chosen: Sequence[str]) -> list[uuid.UUID]:
    """Public ids out of what a form sent; what is none is left out."""
    keys = []
    for text in chosen[:100]:
        try:
            keys.append(uuid.UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(keys))


def offered(reader: Membership, words: str, chosen: Sequence[str]) -> list[tuple[Row, bool]]:
    """Those that are chosen, and then what the words find, each with whether it is chosen."""
    keys = keys_of(chosen)
    mine = access.materials_for(reader).filter(archived_at=None)
    picked = {row.material.public_id: row for row in with_versions(reader, mine.filter(public_id__in=keys))}
    rest, _total = found(reader, Asked(words=words))
    others = [row for row in rest[:MOST] if row.material.public_id not in picked]
    return [*((picked[key], True) for key in keys if key in picked), *((row, False) for row in others)]


def versions_of(reader: Membership, chosen: Sequence[str]) -> list[Version]:
    """The newest versions of the chosen materials, in the order in which they were chosen."""
    keys = keys_of(chosen)
    mine = access.materials_for(reader).filter(public_id__in=keys)
    rows = Version.objects.filter(material__in=mine, number=LATEST).select_related("material", "file")
    by_key = {row.material.public_id: row for row in rows}
    return [by_key[key] for key in keys if key in by_key]


def recipients(reader: Membership) -> list[Engagement]:
    """The engagements with somebody in them that a coach can send something to, by name."""
    mine = with_parts(people.engagements_for(reader), coaches=False).exclude(status=Engagement.Status.ENDED)
    return sorted((one for one in mine if one.current_clients), key=lambda one: one.name.casefold())
