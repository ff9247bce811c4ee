"""The link that a supporter of one goal holds: it opens its title, a word to send, and a pulse when it is asked.

It holds until the client or the supporter ends it, the goal is out of the plan, or the work together is over.
"""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from opencoach.lib import tokens
from opencoach.people import access
from opencoach.people.models import Engagement, Membership
from opencoach.people.queries.engagements import with_parts
from opencoach.plan import private
from opencoach.plan.models import Supporter

PURPOSE = "plan.supporter"


class Closed(Exception):
    """The link opens nothing (any more). `args[0]` says why: "unknown" or "ended"."""


@dataclass(frozen=True, slots=True)
class Supporting:
    """What a link opens: who stands by which goal of whom. `name` is how the client calls them."""

    supporter: Supporter
    client: Membership
    name: str
    goal: str
    token: str


def token_of(supporter: Supporter) -> str:
    """The secret of a link. It is made when it is needed and stored nowhere."""
    return tokens.make(PURPOSE, supporter.public_id, nonce=supporter.nonce)


def url(token: str) -> str:
    """The whole address of a link."""
    return settings.PUBLIC_URL + reverse("support:support", args=[token])


def find(token: str) -> Supporting:
    """What a link opens. Raises Closed."""
    try:
        claimed = tokens.peek_id(token)
        rows = Supporter.objects.select_related("goal__client__person", "goal__engagement__practice")
        row = rows.filter(public_id=claimed).first()
        if row is None:
            raise Closed("unknown")
        tokens.check(PURPOSE, token, nonce=row.nonce)
    except tokens.BadToken:
        raise Closed("unknown") from None
    return opened(row, token)


def opened(row: Supporter, token: str = "") -> Supporting:
    """What the link of that supporter opens; its goal, client and practice are loaded. Raises Closed."""
    goal = row.goal
    goal.engagement = with_parts(Engagement.objects.all()).get(pk=goal.engagement_id)
    client = goal.client
    over = row.ended_at is not None or goal.removed_at is not None
    if over or client is None or goal.engagement.status == Engagement.Status.ENDED:
        raise Closed("ended")
    if not access.people_in(goal.engagement).filter(pk=client.pk).exists():
        raise Closed("ended")
    title = str(private.words(goal).get("title", ""))
    return Supporting(row, client, str(private.words(row).get("name", "")), title, token)
