"""Mails that wait for a coach's word: who may see them, and what becomes of them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.conversations.actions.saying import new_client_id, say
from opencoach.conversations.mail_in import put
from opencoach.conversations.models import Conversation, Message
from opencoach.outbox.mail_in import addresses
from opencoach.outbox.mail_in.ingest import raw_of
from opencoach.outbox.mail_in.parsed import Parsed, parse
from opencoach.outbox.mail_in.routing import settle
from opencoach.outbox.models import Inbound
from opencoach.outbox.text_in.ingest import words_of
from opencoach.people import access
from opencoach.people.actions.event import record_event
from opencoach.people.attention import Waiting
from opencoach.people.models import Membership
from opencoach.people.refusal import Refused

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Waits:
    """A held mail as its coach sees it."""

    row: Inbound
    mail: Parsed
    name: str  # of the client or group whose conversation it was meant for
    may_put: bool  # the conversation still takes words


def held_for(membership: Membership) -> QuerySet[Inbound]:
    """The held mails of the engagements that this member coaches; nothing for anybody else."""
    rows = Inbound.objects.filter(state=Inbound.State.HELD).exclude(person=None)
    if not membership.is_coach:
        return rows.none()
    return rows.filter(engagement__in=access.engagements_for(membership)).select_related(
        "engagement__practice", "engagement__group", "person"
    )


def get_held(membership: Membership, public_id: uuid.UUID) -> Inbound:
    """A held mail that the member may deal with; else Http404."""
    row = held_for(membership).filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def waiting(membership: Membership) -> list[Waits]:
    """What waits for this coach, the newest first."""
    rows = held_for(membership).order_by("-received_at")[:SHOWN]
    return [
        Waits(row, _read(row), row.engagement.name, access.may_write(membership, row.engagement))
        for row in rows
        if row.engagement is not None
    ]


def _read(row: Inbound) -> Parsed:
    """A text is read as a mail from its number, without a subject of its own."""
    if row.channel == "sms":
        return Parsed("", row.sender, "", _("By text"), words_of(row))
    return parse(raw_of(row))


@transaction.atomic
def put_into_conversation(row: Inbound, *, by: Membership) -> Conversation:
    """The coach says that it is from whom it names: it is said in their name. Raises Refused; twice is once."""
    row = (
        Inbound.objects.select_for_update(of=("self",)).select_related("person", "engagement__practice").get(pk=row.pk)
    )
    conversation = Conversation.objects.select_related("engagement__practice", "practice").get(
        engagement=row.engagement_id
    )
    if row.state != Inbound.State.HELD:
        return conversation
    if row.person is None or not access.may_write(by, conversation.engagement):
        raise Refused(_("The work together has ended; nothing new can be said there."))
    if row.channel == "sms":
        say(conversation, row.person, words_of(row), client_id=new_client_id(), channel=Message.Channel.SMS)
    else:
        put(conversation, row.person, parse(raw_of(row)), client_id=new_client_id())
    settle(row, taken=True)
    _record("mail.admitted", row, by)
    return conversation


@transaction.atomic
def discard(row: Inbound, *, by: Membership) -> None:
    """It is erased; discarding twice is discarding once."""
    row = Inbound.objects.select_for_update(of=("self",)).select_related("engagement__practice").get(pk=row.pk)
    if row.state == Inbound.State.HELD:
        settle(row, taken=False)
        _record("mail.discarded", row, by)


def _record(verb: str, row: Inbound, by: Membership) -> None:
    record_event(verb, practice=by.practice, engagement=row.engagement, actor=by.person, thing=row.public_id)


def waits_on_today(membership: Membership) -> Iterable[Waiting]:
    """One line on *Today*: how many e-mails wait."""
    count = held_for(membership).count() if membership.is_coach and (addresses.are_on() or settings.TEXT_URL) else 0
    if not count:
        return []
    return [
        Waiting(
            key="held-mail",
            name=ngettext("%d e-mail waits for your word", "%d e-mails wait for your word", count) % count,
            why=_("It could not be put into a conversation by itself."),
            step=_("Look at it"),
            url=reverse("conversations:held", args=[membership.practice.slug]),
            weight=70,
        )
    ]
