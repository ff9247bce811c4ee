"""The one door to conversations and their files, built on that of people. What somebody may not have is a 404."""

import uuid

from django.db.models import Q, QuerySet
from django.http import Http404

from opencoach.conversations.models import Attachment, Conversation, Message
from opencoach.lib.finding import first_or_404
from opencoach.people import access
from opencoach.people.models import Engagement, Membership


def conversations_for(membership: Membership) -> QuerySet[Conversation]:
    """The conversations that this member takes part in: those of the engagements whose content they may read."""
    return Conversation.objects.filter(engagement__in=access.engagements_for(membership))


def get_conversation(membership: Membership, public_id: uuid.UUID | str) -> Conversation:
    """A conversation that the member may read, with its engagement and practice; else Http404."""
    found = first_or_404(conversations_for(membership).select_related("engagement__group"), public_id)
    found.practice = found.engagement.practice = membership.practice  # no member reads another practice's
    return found


def may_write(membership: Membership, conversation: Conversation) -> bool:
    """Whether they may say something there now: not once the engagement has ended."""
    return access.may_write(membership, conversation.engagement)


def participants(conversation: Conversation) -> QuerySet[Membership]:
    """The members who take part now, with their persons, coaches first."""
    people = access.people_in(conversation.engagement).select_related("person")
    return people.order_by("role", "display_name")


def is_of(membership: Membership, engagement: Engagement) -> bool:
    """Whether the member may read that engagement's content."""
    return access.engagements_for(membership).filter(pk=engagement.pk).exists()


def get_message(conversation: Conversation, seq: int) -> Message:
    """One message that people wrote or the house noted (not a change to one); else Http404."""
    kinds = [Message.Kind.TEXT, Message.Kind.SYSTEM]
    found = Message.objects.filter(conversation=conversation, seq=seq, kind__in=kinds).select_related("sender").first()
    if found is None:
        raise Http404
    return found


def attachments_for(membership: Membership, conversation: Conversation) -> QuerySet[Attachment]:
    """The files of a conversation: those of its messages that still stand, and the reader's own unsent ones."""
    claimed = Q(message_seq__isnull=False) | Q(uploaded_by=membership.person_id)
    return Attachment.objects.filter(claimed, conversation=conversation)


def get_attachment(membership: Membership, conversation: Conversation, public_id: uuid.UUID | str) -> Attachment:
    """A file that the member may read; else Http404. A deleted message's file is gone with it."""
    found = attachments_for(membership, conversation).filter(public_id=public_id).first()
    if found is None or is_deleted(conversation, found.message_seq):
        raise Http404
    return found


def is_deleted(conversation: Conversation, seq: int | None) -> bool:
    """Whether the message of that sequence has been deleted (and not restored)."""
    if seq is None:
        return False
    last = (
        Message.objects.filter(conversation=conversation, target_seq=seq, kind=Message.Kind.DELETE)
        .order_by("-seq")
        .only("data")
        .first()
    )
    return last is not None and not last.data.get("off")
