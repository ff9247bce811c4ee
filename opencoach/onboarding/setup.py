"""The link that makes the first coach of a practice: printed by the first start, or by `./start manage setup_link`."""

import datetime as dt
import secrets

from django.urls import reverse
from django.utils import timezone

from opencoach.lib import tokens
from opencoach.onboarding.models import SetupLink

PURPOSE = "setup"
DAYS = 7


def link() -> str:
    """A new one-time path, good for seven days. Links made before and not used stay good until they run out."""
    row = SetupLink.objects.create(nonce=secrets.token_hex(16), expires_at=timezone.now() + dt.timedelta(days=DAYS))
    token = tokens.make(PURPOSE, row.public_id, until=row.expires_at, nonce=row.nonce)
    return reverse("onboarding:setup", args=[token])


def find(token: str) -> SetupLink:
    """The row of a good link, used or not. Raises tokens.BadToken (or Expired) for any other."""
    row = SetupLink.objects.filter(public_id=tokens.peek_id(token)).first()
    if row is None:
        raise tokens.BadToken("no such link")
    tokens.check_id(PURPOSE, token, nonce=row.nonce)
    return row
