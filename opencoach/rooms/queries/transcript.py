"""What was written in a session: the stretch of the conversation between its beginning and its end."""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.conversations import access
from opencoach.conversations.models import Conversation, Message
from opencoach.conversations.queries.page import SAID, Said, fold
from opencoach.people.models import Membership
from opencoach.rooms.models import Room
from opencoach.sessions import ports
from opencoach.sessions.models import CoachingSession
from opencoach.sessions.ports import Record

MOST = 1_000  # messages; the rest stands in the conversation


def fill() -> None:
    """Called once, when the app is ready."""
    ports.add_records("rooms", records)


def records(reader: Membership, session: CoachingSession) -> Iterable[Record]:
    """The link to it, where somebody wrote something. One query."""
    if not session.has_room:
        return []
    written = Message.objects.filter(
        conversation__engagement=OuterRef("session__engagement"), kind=Message.Kind.TEXT,
        seq__gte=OuterRef("first_seq"),
    )  # fmt: skip
    there = Q(Exists(written), last_seq=None) | Q(Exists(written.filter(seq__lte=OuterRef("last_seq"))))
    if not Room.objects.filter(there, session=session, first_seq__isnull=False).exists():
        return []
    url = reverse("rooms:transcript", args=[reader.practice.slug, session.public_id])
    return [Record(_("What you wrote in it"), "message-square-text", url)]


def conversation_of(reader: Membership, session: CoachingSession) -> Conversation | None:
    rows = access.conversations_for(reader).select_related("engagement__group", "engagement__practice")
    return rows.filter(engagement=session.engagement).first()


def transcript_of(conversation: Conversation, reader: Membership, room: Room) -> list[tuple[dt.date, list[Said]]]:
    """All of it as it stands now, by day in the reader's zone; of one that runs, what was written until now."""
    if room.first_seq is None:
        return []
    rows: QuerySet[Message] = Message.objects.filter(conversation=conversation, kind__in=SAID, seq__gte=room.first_seq)
    if room.last_seq is not None:
        rows = rows.filter(seq__lte=room.last_seq)
    elif room.ended_at is not None:  # the line that says so was left out by a crash
        rows = rows.filter(at__lte=room.ended_at)
    said = fold(conversation, reader, list(rows.order_by("seq")[:MOST]))
    return [(day, list(those)) for day, those in groupby(said, key=lambda one: timezone.localtime(one.at).date())]
