"""The one e-mail for somebody who is away: what came while they were, merged, if they have not seen it meanwhile.

It shows who wrote and the words, because a mail that says only "you have a message" sends people away from where they
are. Whoever shares a mailbox says "no words in e-mails" in their profile (`preferences["mail_words"]`).
"""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from opencoach.conversations import access, mail_in
from opencoach.conversations.actions.reading import participant
from opencoach.conversations.models import Conversation, Message, Participant
from opencoach.conversations.queries.page import Said, fold
from opencoach.conversations.rows import AWAY
from opencoach.outbox import ports
from opencoach.outbox.mail_in import addresses
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Kind, Rendered
from opencoach.outbox.words import compose
from opencoach.people.models import Engagement, Membership, Person

GROUP = "messages"
MOST = 10  # messages whose words stand in one mail
LONGEST = 1_500  # characters of one of them


@dataclass(frozen=True, slots=True)
class Quote:
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Missed:
    """What somebody missed: the conversation, who they are there, and the messages of others, oldest first."""

    conversation: Conversation
    reader: Membership
    messages: list[Said]


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_group(GROUP, str(gettext_lazy("New messages while you are away")))
    ports.register_kind(
        Kind(
            name=AWAY,
            label=_("New messages"),
            render=render,
            still_due=still_due,
            may_preview=may_preview,
            group=GROUP,
            automatic=False,
            answers=mail_in.answers,
            leads=leads,
            prompt=True,
        )
    )


def still_due(delivery: Delivery) -> str:
    """Nothing goes to somebody who has seen it, or who takes no part any more."""
    found = _place(delivery)
    if found is None:
        return _("They take no part in this conversation any more.")
    conversation, reader = found
    row = Participant.objects.filter(conversation=conversation, person=reader.person_id).first()
    if row is not None and row.seen_seq > _after(delivery):
        return _("It was seen meanwhile.")
    if not missed(delivery).messages:
        return _("The messages were taken back.")
    return ""


def render(delivery: Delivery) -> Rendered:
    """The mail as it is now. Raises Conversation.DoesNotExist when there is nothing to tell any more."""
    found = missed(delivery)
    if not delivery.previewing and delivery.state in {Delivery.State.SENDING, Delivery.State.MERGED}:
        _tell_up_to(found)
    with override(found.reader.language):
        return _compose(delivery, found)


def leads(delivery: Delivery) -> str:
    """The conversation."""
    found = _place(delivery)
    if found is None:
        return ""
    return reverse("conversations:conversation", args=[found[0].practice.slug, found[0].public_id])


def may_preview(person: Person, delivery: Delivery) -> bool:
    """Whoever takes part in the conversation may see the mail about it."""
    found = _place(delivery)
    if found is None:
        return False
    member = Membership.objects.filter(person=person, practice=found[0].practice_id, ended_at=None).first()
    return member is not None and access.is_of(member, found[0].engagement)


def missed(delivery: Delivery) -> Missed:
    """What its reader has missed up to now. Raises Conversation.DoesNotExist for somebody without access."""
    found = _place(delivery)
    if found is None:
        raise Conversation.DoesNotExist
    conversation, reader = found
    rows = Message.objects.filter(conversation=conversation, kind=Message.Kind.TEXT, seq__gt=_after(delivery))
    others = list(rows.exclude(sender=reader.person_id).order_by("seq")[:200])
    standing = [said for said in fold(conversation, reader, others) if said.deleted_at is None]
    return Missed(conversation, reader, standing)


def _place(delivery: Delivery) -> tuple[Conversation, Membership] | None:
    conversation = (
        Conversation.objects.select_related("engagement__practice", "engagement__group", "practice")
        .filter(public_id=str(delivery.payload.get("conversation", "")))
        .first()
    )
    if conversation is None or conversation.engagement.status == Engagement.Status.ENDED:
        return None
    reader = access.participants(conversation).filter(person=delivery.person_id).first()
    return None if reader is None else (conversation, reader)


def _after(delivery: Delivery) -> int:
    return int(delivery.payload.get("after", 0))


def _tell_up_to(found: Missed) -> None:
    """What comes from now on is told by another mail."""
    row = participant(found.conversation, found.reader.person)
    last = found.messages[-1].seq if found.messages else row.mailed_seq
    Participant.objects.filter(pk=row.pk, mailed_seq__lt=last).update(mailed_seq=last)


def _compose(delivery: Delivery, found: Missed) -> Rendered:
    practice, reader = found.conversation.practice, found.reader
    names = list(dict.fromkeys(said.name for said in found.messages))
    path = reverse("conversations:conversation", args=[practice.slug, found.conversation.public_id])
    words = bool(reader.preferences.get("mail_words", True))
    return compose(
        "conversations/mail/away.html",
        {
            "name": ", ".join(names[:3]),
            "count": len(found.messages),
            "words": words,
            "said": [Quote(said.name, words_of(said)) for said in found.messages[:MOST]],
            "more": max(0, len(found.messages) - MOST),
            "url": settings.PUBLIC_URL + path,
            "answers": addresses.are_on() and words,
        },
        practice,
        from_name=names[0] if len(names) == 1 else "",
        reply_to=_reply_to(found),
        language=reader.language,
    )


def words_of(said: Said) -> str:
    """What was said, cut where it is long, and how many files came with it."""
    files = len(said.attachments)
    told = ngettext("(%d file)", "(%d files)", files) % files if files else ""
    text = said.text if said.text is not None else ""
    short = text if len(text) <= LONGEST else text[:LONGEST].rstrip() + " …"
    return "\n".join(filter(None, [short, told]))


def _reply_to(found: Missed) -> str:
    """Where answers come in here. Without that, a client's goes to their coach's own address, a coach's to nobody."""
    here = mail_in.address_for(found.conversation, found.reader.person)
    if here:
        return here
    if found.reader.is_coach:
        return ""
    people = access.participants(found.conversation)
    coach = next((member for member in people if member.is_coach), None)
    return coach.person.email if coach else ""
