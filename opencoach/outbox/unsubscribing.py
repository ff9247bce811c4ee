"""The link that ends a group of mails, from one practice, to one person. It holds for ever and opens nothing else.

A mail of several parts has one for each of their groups, and one for all of them together: that is the one in its
header, since a mail program's one click ends what the mail as a whole is.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from html import escape

from django.conf import settings
from django.urls import reverse

from opencoach.lib import tokens
from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Rendered

PURPOSE = "outbox.unsubscribe"
PLACE = "0"
BETWEEN = ","  # no group has one in its name
FOOT = "<!--foot-->"  # in mail/base.html


def groups_of(deliveries: Iterable[Delivery]) -> tuple[str, ...]:
    """What can be ended of these, each once."""
    found = (ports.kinds[one.kind].group for one in deliveries if one.kind in ports.kinds)
    return tuple(dict.fromkeys(group for group in found if group))


def link(delivery: Delivery, groups: Sequence[str] = ()) -> str:
    """Where the person of a delivery ends these groups (its own by default); "" for what nobody can end (or that has
    no person)."""
    groups = groups or groups_of([delivery])
    if not groups or delivery.person is None or delivery.practice is None:
        return ""
    subject = delivery.person.public_id.bytes + delivery.practice.public_id.bytes + BETWEEN.join(groups).encode()
    return settings.PUBLIC_URL + _path().replace(PLACE, tokens.make(PURPOSE, subject))


def links(delivery: Delivery, groups: Sequence[str] = ()) -> list[tuple[str, str]]:
    """(what it ends, where) for the foot of a mail: one without a name, or one for each group and the last for all."""
    groups = groups or groups_of([delivery])
    whole = link(delivery, groups)
    if not whole or len(groups) == 1:
        return [("", whole)] if whole else []
    each = [(names([group]), link(delivery, [group])) for group in groups]
    return [*each, (names(groups), whole)]


def names(groups: Iterable[str]) -> str:
    """The groups as people know them."""
    return ", ".join(ports.groups.get(group, group) for group in groups)


def with_links(rendered: Rendered, found: Sequence[tuple[str, str]]) -> Rendered:
    """The same words with the links in their foot."""
    if not found:
        return rendered
    lines = [(f"{rendered.unsubscribe} ({name})" if name else rendered.unsubscribe, url) for name, url in found]
    anchors = (f'<br><a href="{escape(url)}" style="color:inherit">{escape(label)}</a>' for label, url in lines)
    foot = "" if "\n-- \n" in rendered.text else "\n-- \n"
    text = f"{rendered.text.rstrip()}\n{foot}" + "".join(f"{label}: {url}\n" for label, url in lines)
    return replace(rendered, text=text, html=rendered.html.replace(FOOT, "".join(anchors), 1))


@cache
def _path() -> str:
    return reverse("outbox:unsubscribe", args=[PLACE])


def read(token: str) -> tuple[uuid.UUID, uuid.UUID, list[str]]:
    """(person, practice, groups) of a good token. Raises `tokens.BadToken`."""
    subject = tokens.check(PURPOSE, token)
    if len(subject) <= 32:
        raise tokens.BadToken("too short")
    return uuid.UUID(bytes=subject[:16]), uuid.UUID(bytes=subject[16:32]), subject[32:].decode().split(BETWEEN)
