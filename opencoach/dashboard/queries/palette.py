"""What the command palette finds for one member: people, pages and verbs, the best first."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from heapq import nsmallest
from operator import itemgetter

from django.urls import reverse
from django.utils.translation import gettext as _

from opencoach.people import access, navigation
from opencoach.people.models import Engagement, Membership
from opencoach.people.queries.clients import CURRENT, Name, fold, names_of

MOST = 8  # of each group


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    detail: str
    icon: str
    url: str


@dataclass(frozen=True, slots=True)
class _Found:
    rank: int
    order: int
    item: Item


def rank(words: list[str], label: str, more: str = "") -> int | None:
    """How well a label answers: 0 it begins so, 1 a word in it does, 2 it has it, 3 only `more` does; None: not."""
    return rank_folded(words, fold(label), fold(f"{label} {more}"))


def rank_folded(words: list[str], text: str, all_text: str) -> int | None:
    """The same for a label that is folded already, with what else stands beside it."""
    if not words:
        return 1
    if not all(word in all_text for word in words):
        return None
    if text.startswith(words[0]):
        return 0
    starts = [part[: len(words[0])] for part in text.replace("-", " ").split()]
    if words[0] in starts:
        return 1
    return 2 if all(word in text for word in words) else 3


def palette_groups(membership: Membership, asked: str) -> list[dict[str, object]]:
    """The groups as JSON takes them; without words: the places, what one can do, and a few people. Three queries."""
    words = fold(asked.replace("\x00", "")[:120]).split()
    groups = [
        (_("People"), _people(membership, words)),
        (_("Do"), _places(navigation.verbs, membership, words)),
        (_("Go to"), [*_places(navigation.main, membership, words), *_settings(membership, words)]),
    ]
    if not words:
        groups = [groups[2], groups[1], groups[0]]
    return [{"label": label, "items": _best(found)} for label, found in groups if found]


def _best(found: Iterable[_Found]) -> list[dict[str, str]]:
    ordered = sorted(found, key=lambda one: (one.rank, one.order, fold(one.item.label)))
    return [asdict(one.item) for one in ordered[:MOST]]


def _places(registry: dict[str, navigation.Entry], membership: Membership, words: list[str]) -> list[_Found]:
    slug = membership.practice.slug
    found = []
    for entry in registry.values():
        ranked = rank(words, str(entry.label), entry.words)
        if ranked is not None and membership.role in entry.roles:
            item = Item(str(entry.label), "", entry.icon, reverse(entry.url, args=[slug]))
            found.append(_Found(ranked, entry.order, item))
    return found


def _settings(membership: Membership, words: list[str]) -> list[_Found]:
    settings = _("Settings")
    return [
        _Found(one.rank, 100 + one.order, Item(one.item.label, settings, one.item.icon, one.item.url))
        for one in _places(navigation.settings, membership, words)
    ]


def _people(membership: Membership, words: list[str]) -> list[_Found]:
    """The clients that the member may open, the best of them: by name, current ones before ended ones."""
    if membership.role not in navigation.STAFF:
        return []
    listed = access.engagements_listed_for(membership)
    found = []
    for one in names_of(listed):
        ranked = rank_folded(words, one.folded, one.folded)
        if ranked is not None:
            found.append((ranked, 0 if one.status in CURRENT else 1, one.folded, one))
    best = nsmallest(MOST, found, key=itemgetter(0, 1, 2))
    ids = dict(listed.filter(pk__in=[one.pk for *_rest, one in best]).values_list("pk", "public_id"))
    slug = membership.practice.slug
    return [
        _Found(ranked, order, _person(one, reverse("dashboard:overview", args=[slug, ids[one.pk]])))
        for ranked, order, _folded, one in best
        if one.pk in ids
    ]


def _person(one: Name, url: str) -> Item:
    icon = "users-round" if one.is_group else "user-round"
    return Item(one.name, str(Engagement.Status(one.status).label), icon, url)
