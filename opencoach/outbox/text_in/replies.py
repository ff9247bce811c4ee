"""What the house answers to a text, at once: short, seldom, and never to itself."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from opencoach.lib import limits
from opencoach.lib.ids import public_id
from opencoach.lib.segments import clipped, economical
from opencoach.outbox.actions.post import post
from opencoach.outbox.models import Delivery, Inbound
from opencoach.people.models import Membership

REPLY = "text_reply"  # the kind of delivery
MOST_PARTS = 4
AN_HOUR = 40  # answers to one number: two machines that answer each other end there
DAY = 24 * 3600
STRANGERS = 20  # who nobody knows hear that, at most so many in an hour


def reply(member: Membership, number: str, text: str, *, after: Inbound | None = None) -> None:
    """Answer a text. `after`: what it answers; the same text is answered once."""
    if not text or not limits.allowed("text-replies", number, AN_HOUR, 3600):
        return
    key = f"text-reply:{after.public_id if after is not None else public_id()}"
    words = clipped(economical(text), MOST_PARTS)
    post(
        REPLY, channel="sms", address=number, dedupe_key=key, person=member.person, practice=member.practice,
        secret={"text": words},
    )  # fmt: skip


def to_nobody(number: str) -> None:
    """Once a day: that nobody here has confirmed that number."""
    if not number.startswith("+") or Delivery.objects.filter(address=number, kind=REPLY, state="waiting").exists():
        return
    if not limits.allowed("text-strangers", number, 1, DAY) or not limits.allowed(
        "text-strangers", "all", STRANGERS, 3600
    ):
        return
    words = _("We don't know this number. Clients can add it under Settings, What reaches you: %(url)s") % {
        "url": settings.PUBLIC_URL
    }
    post(REPLY, channel="sms", address=number, dedupe_key=f"text-reply:{public_id()}", secret={"text": words})


def help_url(member: Membership) -> str:
    """The page with the practice's crisis and referral contacts."""
    return settings.PUBLIC_URL + reverse("people:help", args=[member.practice.slug])
