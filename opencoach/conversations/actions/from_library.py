"""Materials said in a conversation: they are in the client's hands, and a link to each stands in the message."""

import re
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from opencoach.conversations import store
from opencoach.conversations.actions.saying import say
from opencoach.conversations.models import Conversation
from opencoach.library.actions.sending import send
from opencoach.library.models import Version
from opencoach.people.models import Engagement, Membership

MARKS = re.compile(r"([\\\[\]*_`~<>])")


def say_materials(
    conversation: Conversation, engagement: Engagement, versions: Sequence[Version], *, by: Membership, text: str
) -> store.Stored:
    """Say it, with these versions: nobody gets a mail of their own about them, the conversation's own is enough.

    Raises Refused for what can't be sent, or said.
    """
    links = "\n".join(f"- {link_to(version, engagement)}" for version in versions)
    with transaction.atomic():
        send(versions, engagement, by=by, mail=False)
        return say(conversation, by.person, f"{text.strip()}\n\n{links}".strip())


def link_to(version: Version, engagement: Engagement) -> str:
    """A material as Markdown: its title, leading each reader to where they have it."""
    path = reverse("library:version", args=[engagement.practice.slug, version.public_id])
    title = MARKS.sub(r"\\\1", version.title)
    return f"[{title}]({settings.PUBLIC_URL}{path})"
