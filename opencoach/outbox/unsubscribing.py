"""The link that ends one group of mails, from one practice, to one person. It holds for ever and opens nothing else."""

import uuid
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
FOOT = "<!--foot-->"  # in mail/base.html


def link(delivery: Delivery) -> str:
    """Where the person of a delivery ends its kind; "" for what nobody can end (or that has no person)."""
    kind = ports.kinds.get(delivery.kind)
    if kind is None or not kind.group or delivery.person is None or delivery.practice is None:
        return ""
    subject = delivery.person.public_id.bytes + delivery.practice.public_id.bytes + kind.group.encode()
    return settings.PUBLIC_URL + _path().replace(PLACE, tokens.make(PURPOSE, subject))


def with_link(rendered: Rendered, url: str) -> Rendered:
    """The same words with the link in their foot."""
    if not url:
        return rendered
    label = escape(rendered.unsubscribe)
    anchor = f'<br><a href="{escape(url)}" style="color:inherit">{label}</a>'
    foot = "" if "\n-- \n" in rendered.text else "\n-- \n"
    text = f"{rendered.text.rstrip()}\n{foot}{rendered.unsubscribe}: {url}\n"
    return replace(rendered, text=text, html=rendered.html.replace(FOOT, anchor, 1))


@cache
def _path() -> str:
    return reverse("outbox:unsubscribe", args=[PLACE])


def read(token: str) -> tuple[uuid.UUID, uuid.UUID, str]:
    """(person, practice, group) of a good token. Raises `tokens.BadToken`."""
    subject = tokens.check(PURPOSE, token)
    if len(subject) <= 32:
        raise tokens.BadToken("too short")
    return uuid.UUID(bytes=subject[:16]), uuid.UUID(bytes=subject[16:32]), subject[32:].decode()
