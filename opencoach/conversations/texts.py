"""A text becomes a message; and what was said while somebody was away reaches them by text, if they like."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.conversations import access, away
from opencoach.conversations.actions.saying import LONGEST, say
from opencoach.conversations.models import Conversation, Message
from opencoach.conversations.rows import AWAY
from opencoach.lib.segments import clipped, economical
from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Held, Ignored, Outcome, Taken
from opencoach.people.models import Engagement, Person
from opencoach.people.reading import as_read_by
from opencoach.people.refusal import Refused

MOST_PARTS = 3


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_text_words(say_for)
    ports.also_by_text(AWAY, told)


def say_for(engagement: Engagement, person: Person, text: str, key: str) -> Outcome:
    """Somebody's text is said in the engagement's conversation; the same `key` once."""
    conversation = Conversation.objects.select_related("engagement__practice", "practice").filter(
        engagement=engagement
    ).first()  # fmt: skip
    if conversation is None:
        return Held(engagement, _("There is no conversation yet."), person)
    if not access.participants(conversation).filter(person=person).exists():
        return Ignored("takes no part")
    try:
        say(conversation, person, text[:LONGEST], client_id=key, channel=Message.Channel.SMS)
    except Refused as error:
        return Held(engagement, str(error), person)
    return Taken()


def told(delivery: Delivery) -> str:
    """Who wrote, and the words unless their reader wants none of them outside. Raises Conversation.DoesNotExist when
    there is nothing to tell any more."""
    found = away.missed(delivery)
    with as_read_by(found.reader):
        names = list(dict.fromkeys(said.name for said in found.messages))
        if not found.reader.preferences.get("mail_words", True):
            count = len(found.messages)
            line = ngettext("%(name)s wrote to you.", "%(name)s wrote to you %(count)d times.", count)
            return line % {"name": ", ".join(names[:3]), "count": count}
        words = "\n".join(f"{said.name}: {away.words_of(said)}" for said in found.messages)
        return clipped(economical(words), MOST_PARTS)
