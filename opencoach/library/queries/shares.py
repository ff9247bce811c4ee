"""What a client was sent, for them and for their coach."""

from django.db.models import QuerySet

from opencoach.library import access
from opencoach.library.models import Share
from opencoach.people.models import Engagement, Membership

MOST = 300


def mine(reader: Membership) -> tuple[list[Share], list[Share]]:
    """What a client has still before them, and what they are through with, the newest first; each version once."""
    rows = list(_with_parts(access.shares_for(reader)).order_by("-pk")[:MOST])
    seen: set[int] = set()
    once = [row for row in rows if not (row.version_id in seen or seen.add(row.version_id))]  # type: ignore[func-returns-value]
    return [row for row in once if row.done_at is None], [row for row in once if row.done_at is not None]


def new_count(reader: Membership) -> int:
    """How many a client has not opened yet."""
    return access.shares_for(reader).filter(opened_at=None).count() if reader.is_client else 0


def waiting(reader: Membership, most: int = 5) -> list[Share]:
    """What a client has not opened yet, the newest first."""
    return list(_with_parts(access.shares_for(reader).filter(opened_at=None)).order_by("-pk")[:most])


def sent_in(reader: Membership, engagement: Engagement) -> list[Share]:
    """All that went to the clients of an engagement, the newest first, what was taken back at its place."""
    rows = access.shares_for(reader).filter(engagement=engagement)
    return list(_with_parts(rows).order_by("-pk")[:MOST])


def _with_parts(rows: QuerySet[Share]) -> QuerySet[Share]:
    return rows.select_related("version__material", "version__file", "sending", "client", "engagement")
