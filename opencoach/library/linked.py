"""Signed links to one material in one client's hands: whoever has the mail reads it without signing in.

It is what the mail could carry with it, and nothing besides: no words of the coach's, no other material. It holds two
months, until it is taken back, and only while the work together goes on.
"""

import datetime as dt
import uuid

from django.conf import settings
from django.urls import reverse

from opencoach.lib import tokens
from opencoach.library.models import Share
from opencoach.people import access

PURPOSE = "library.share"
HOLDS = dt.timedelta(days=60)
HIDDEN = "hidden"  # in place of the token in a preview


class Closed(Exception):
    """The link opens nothing (any more). `args[0]` says why: "unknown", "expired" or "ended"."""


def token_of(share: Share, *, sent: dt.datetime) -> str:
    """The secret of a link in a mail that goes at `sent`. It is made when it is needed and stored nowhere."""
    return tokens.make(PURPOSE, share.public_id, until=sent + HOLDS)


def url(token: str) -> str:
    """The whole address of a link."""
    return settings.PUBLIC_URL + reverse("reading:share", args=[token])


def find(token: str, now: dt.datetime | None = None) -> Share:
    """What a link opens, with all that its page needs. Raises Closed."""
    try:
        key: uuid.UUID = tokens.check_id(PURPOSE, token, now=now)
    except tokens.Expired:
        raise Closed("expired") from None
    except tokens.BadToken:
        raise Closed("unknown") from None
    rows = Share.objects.select_related(
        "version__file__practice", "version__material", "sending", "engagement__practice", "client__person",
        "client__practice",
    )  # fmt: skip
    share = rows.filter(public_id=key).first()
    if share is None:
        raise Closed("unknown")
    taking_part = access.people_in(share.engagement).filter(pk=share.client_id).exists()
    if share.withdrawn_at is not None or share.engagement.is_over or not taking_part:
        raise Closed("ended")
    return share
