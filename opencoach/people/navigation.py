"""What the shell lists: registries that each app fills in its `AppConfig.ready()`. Only what exists is listed.

- `main`: the rail and the bar (Today, Clients, Messages …), by role;
- `settings`: the pages under Settings;
- `tabs`: the tabs of one client's page, for the coach;
- `verbs`: what the command palette can do besides going to a page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from opencoach.people.models import Engagement, Membership

Role = Membership.Role
COACHES = frozenset({Role.OWNER, Role.COACH})
STAFF = frozenset({Role.OWNER, Role.COACH, Role.ASSISTANT})
EVERYBODY = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in the product.

    `url` is a URL name whose only argument is the practice's slug. `under` names the other URL names, or whole
    namespaces (`"conversations:"`), that count as being there. `count` gives the badge, with one query at most.
    """

    key: str
    label: str | Promise
    icon: str
    url: str
    order: int
    roles: frozenset[str] = EVERYBODY
    under: tuple[str, ...] = ()
    count: Callable[[Membership], int] | None = None
    words: str = ""  # what else somebody might type in the palette to find it

    def holds(self, view_name: str) -> bool:
        """Whether the page of that URL name is this place or below it."""
        return view_name == self.url or any(
            view_name.startswith(name) if name.endswith(":") else view_name == name for name in self.under
        )


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of a client's page. `url(engagement)` is None where there is nothing to show yet."""

    key: str
    label: str | Promise
    order: int
    url: Callable[[Membership, Engagement], str | None]
    content: bool = True  # needs the right to read content: an assistant or another coach's owner doesn't see it
    count: Callable[[Membership, Engagement], int] | None = None


# The letter after "g"; of the others the first of their key ("s" is for settings).
LETTERS = {"calendar": "k", "sessions": "k", "shared_goals": "g", "materials": "l"}
main: dict[str, Entry] = {}
settings: dict[str, Entry] = {}
verbs: dict[str, Entry] = {}
tabs: dict[str, Tab] = {}


def _add(registry: dict[str, Any], entry: Entry | Tab) -> None:
    if entry.key in registry:
        raise ValueError(f"two apps claim the place {entry.key!r}")
    registry[entry.key] = entry


def add_main(entry: Entry) -> None:
    """Put a place into the rail. Raises ValueError when two apps claim one key; so do the others."""
    _add(main, entry)


def add_settings(entry: Entry) -> None:
    """Put a page under Settings."""
    _add(settings, entry)


def add_verb(entry: Entry) -> None:
    """Put something that one can do into the command palette."""
    _add(verbs, entry)


def add_tab(tab: Tab) -> None:
    """Put a tab onto a client's page."""
    _add(tabs, tab)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one reader sees it now."""

    key: str
    label: str
    icon: str
    url: str
    current: bool
    count: int
    counts: bool = False  # whether it ever has something to count

    @property
    def letter(self) -> str:
        """The key that goes there, after "g"."""
        return LETTERS.get(self.key, self.key[:1])


def links(registry: dict[str, Entry], membership: Membership, view_name: str = "") -> list[Link]:
    """The entries that this member may use, in order, the present page marked."""
    slug = membership.practice.slug
    return [
        Link(
            key=entry.key,
            label=str(entry.label),
            icon=entry.icon,
            url=reverse(entry.url, args=[slug]),
            current=entry.holds(view_name),
            count=entry.count(membership) if entry.count else 0,
            counts=entry.count is not None,
        )
        for entry in sorted(registry.values(), key=lambda entry: entry.order)
        if membership.role in entry.roles
    ]


def tab_links(membership: Membership, engagement: Engagement, current: str, *, content: bool) -> list[Link]:
    """The tabs of that engagement for this member; `content` says whether they may read it."""
    found = []
    for tab in sorted(tabs.values(), key=lambda tab: tab.order):
        url = tab.url(membership, engagement) if content or not tab.content else None
        if url is not None:
            count = tab.count(membership, engagement) if tab.count else 0
            found.append(Link(tab.key, str(tab.label), "", url, tab.key == current, count))
    return found
