"""Lists of the library, each in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from opencoach.library import access, ports
from opencoach.library.models import Collection, CollectionItem, Material, MaterialTag, Share, Version
from opencoach.library.ports import Use
from opencoach.people import access as people
from opencoach.people.models import Membership

PER_PAGE = 40
TAGS = 24
Kind = Material.Kind
LATEST = F("material__latest")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for in the library."""

    words: str = ""
    kind: str = ""
    tag: str = ""
    collection: Collection | None = None
    away: bool = False

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.kind or self.tag or self.collection or self.away)


@dataclass(frozen=True, slots=True)
class Row:
    """A material in a list, with its newest version."""

    material: Material
    version: Version
    tags: Sequence[str]
    mine: bool

    @property
    def lacks_words(self) -> bool:
        """Something to hear or see that has no text yet."""
        return self.material.kind == Kind.MEDIA and not self.version.in_words


def found(reader: Membership, asked: Asked, first: int = 0) -> tuple[list[Row], int]:
    """The materials from the `first` on, and how many there are. Those of a collection in its order, else by title."""
    rows = access.materials_for(reader).filter(archived_at__isnull=not asked.away)
    if asked.away:
        own = Q(created_by=reader)
        rows = rows.filter(own | Q(shared_at__isnull=False) if reader.is_owner else own)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.tag:
        tagged = MaterialTag.objects.filter(key=asked.tag.casefold()).values("material")
        rows = rows.filter(pk__in=tagged)
    for word in asked.words.split()[:8]:
        rows = rows.filter(_says(word))
    order = ["title", "pk"]
    if asked.collection is not None:
        places = CollectionItem.objects.filter(collection=asked.collection, material=OuterRef("pk"))
        rows = rows.annotate(place=Subquery(places.values("position")[:1])).filter(place__isnull=False)
        order = ["place", "pk"]
    total = rows.count()
    return with_versions(reader, rows.order_by(*order)[first : first + PER_PAGE]), total


def _says(word: str) -> Q:
    """In its title, its tags, or the words of its newest version."""
    newest = Version.objects.filter(body__icontains=word, number=LATEST).values("material")
    tagged = MaterialTag.objects.filter(key__contains=word.casefold()).values("material")
    return Q(title__icontains=word) | Q(pk__in=tagged) | Q(pk__in=newest)


def with_versions(reader: Membership, materials: QuerySet[Material]) -> list[Row]:
    """These materials with newest version, file and tags, in three queries."""
    tags = Prefetch("tags", MaterialTag.objects.order_by("key"))
    rows = list(materials.select_related("created_by").prefetch_related(tags))
    newest = {
        version.material_id: version
        for version in Version.objects.filter(material__in=rows, number=LATEST).select_related("file", "material")
    }
    return [
        Row(row, newest[row.pk], [tag.name for tag in row.tags.all()], access.may_change(reader, row)) for row in rows
    ]


def tags_of(reader: Membership) -> list[str]:
    """The tags of what a coach may use, the most used ones, by name."""
    rows = MaterialTag.objects.filter(material__in=access.materials_for(reader).filter(archived_at=None))
    counted = rows.values("key").annotate(used=Count("pk"), name=Max("name")).order_by("-used", "key")[:TAGS]
    return sorted((str(row["name"]) for row in counted), key=str.casefold)


def collections_of(reader: Membership) -> list[Collection]:
    """The collections of a coach, with how many materials each has (`kept`), by title."""
    rows = access.collections_for(reader).select_related("created_by")
    return list(rows.annotate(kept=Count("items")).order_by("title", "pk"))


def items_of(reader: Membership, collection: Collection) -> list[Row]:
    """What a coach may use of a collection, in its order."""
    return found(reader, Asked(collection=collection))[0]


def uses_of(reader: Membership, material: Material) -> list[Use]:
    """Where a material is used, as far as this coach may see it: collections, and what apps above know."""
    slug = reader.practice.slug
    inside = access.collections_for(reader).filter(items__material=material).order_by("title")
    uses = [
        Use(
            _("In the collection “%(title)s”") % {"title": one.title},
            reverse("library:collection", args=[slug, one.public_id]),
        )
        for one in inside
    ]
    for source in ports.uses.values():
        uses += source(reader, material)
    return uses


@dataclass(frozen=True, slots=True)
class Reach:
    """To how many clients of the reader a material went, how many opened it, and how many are through with it."""

    sent: int
    opened: int
    done: int


def reach_of(reader: Membership, material: Material) -> Reach:
    """Counted by client, in one query."""
    mine = Share.objects.filter(
        engagement__in=people.engagements_for(reader), version__material=material, withdrawn_at=None
    )
    counted = mine.aggregate(
        sent=Count("client", distinct=True),
        opened=Count("client", distinct=True, filter=Q(opened_at__isnull=False)),
        done=Count("client", distinct=True, filter=Q(done_at__isnull=False)),
    )
    return Reach(**counted)


def sent_of(reader: Membership, material: Material, most: int = 20) -> list[Share]:
    """The latest shares of a material with the reader's clients."""
    rows = access.shares_for(reader).filter(version__material=material, withdrawn_at=None)
    return list(rows.select_related("client", "version", "sending", "engagement").order_by("-pk")[:most])


def versions_of(material: Material) -> list[Version]:
    """All versions, the newest first, each with how many clients have it (`held`)."""
    rows = Version.objects.filter(material=material).select_related("made_by", "file")
    held = Count("shares__client", distinct=True, filter=Q(shares__withdrawn_at=None))
    return list(rows.annotate(held=held).order_by("-number"))
