"""The Clients list: found, sorted and paged by the names that people read, the same on both databases.

Names are folded in Python: a database's own idea of upper case and of order differs between SQLite and PostgreSQL,
and knows no "Kovacevic" for "Kovačević". Only ids and names are read for it; rows are loaded for one page.
"""

import unicodedata
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from opencoach.people.models import Engagement, EngagementClient
from opencoach.people.queries.engagements import with_parts

PER_PAGE = 40
Status = Engagement.Status
CURRENT = (Status.ACTIVE, Status.PAUSED, Status.INVITED, Status.PROSPECT)
SORTS = ("name", "newest", "status")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader asks the list for. `status` is "" for everybody current, "all", or one status."""

    words: str = ""
    status: str = ""
    sort: str = "name"
    page: int = 1

    @classmethod
    def read(cls, words: str, status: str, sort: str, page: str) -> "Wanted":
        """From what stands in a URL; whatever makes no sense is left out."""
        return cls(
            words=" ".join(words.replace("\x00", "").split())[:120],
            status=status if status in {"all", *Status.values} else "",
            sort=sort if sort in SORTS else "name",
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        )


@dataclass(slots=True)
class Listed:
    """One page of the list, and how many there are of each status among what was searched."""

    page: Page[int]
    rows: list[Engagement]
    counts: dict[str, int] = field(default_factory=dict)
    total: int = 0  # all engagements of this member, whatever was asked for


@dataclass(slots=True)
class Name:
    """An engagement by its name alone; `folded` is what one searches and sorts by. `age`: 0 is the newest."""

    pk: int
    status: str
    name: str
    folded: str
    is_group: bool
    age: int


@dataclass(slots=True)
class Line:
    """A name with what a link to it needs."""

    name: str
    is_group: bool
    public_id: uuid.UUID
    key: str  # what decides the avatar's colour: the same as the client's own


def fold(text: str) -> str:
    """`text` as one searches and sorts it: no case, no accents."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def clients_page(engagements: QuerySet[Engagement], wanted: Wanted) -> Listed:
    """That page of these engagements, in four queries however many they are."""
    lines = names_of(engagements)
    words = fold(wanted.words).split()
    found = [line for line in lines if all(word in line.folded for word in words)]
    counts = Counter(line.status for line in found)
    shown = [line for line in found if _is_wanted(line.status, wanted.status)]
    shown.sort(key=_order(wanted.sort))
    page = Paginator([line.pk for line in shown], PER_PAGE).get_page(wanted.page)
    on_page = Engagement.objects.filter(pk__in=list(page.object_list))
    rows = {row.pk: row for row in with_parts(on_page, persons=False)}
    return Listed(
        page,
        [rows[pk] for pk in page.object_list if pk in rows],
        {**counts, "": sum(counts[status] for status in CURRENT), "all": len(found)},
        len(lines),
    )


def names_of(engagements: QuerySet[Engagement]) -> list[Name]:
    """All these engagements by name, in two queries. A group is also found by the names of its clients."""
    parts = EngagementClient.objects.filter(until=None, engagement__in=engagements.values("pk")).order_by("since", "pk")
    names: dict[int, list[str]] = defaultdict(list)
    for pk, name in parts.values_list("engagement_id", "membership__display_name"):
        names[pk].append(name)
    newest = engagements.order_by("-created_at", "-pk")
    values = newest.values_list("pk", "status", "title", "group__name").distinct()
    found = []
    for age, (pk, status, title, group) in enumerate(values):
        clients = ", ".join(names[pk])
        folded = fold(f"{group or ''} {' '.join(names[pk])}".strip() or title)
        found.append(Name(pk, status, group or clients or title, folded, bool(group), age))
    return found


def _is_wanted(status: str, wanted: str) -> bool:
    if wanted == "all":
        return True
    return status == wanted if wanted else status in CURRENT


def _order(sort: str) -> Callable[[Name], tuple[Any, ...]]:
    if sort == "newest":
        return lambda line: (line.age,)
    if sort == "status":
        return lambda line: (list(Status).index(Status(line.status)), line.folded, line.pk)
    return lambda line: (line.folded, line.pk)
