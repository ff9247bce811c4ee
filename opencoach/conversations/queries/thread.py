"""Everything that the page of one conversation shows around its messages."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from opencoach.conversations import access
from opencoach.conversations.actions.changing import RESTORABLE
from opencoach.conversations.actions.saying import new_client_id
from opencoach.conversations.models import Conversation, Question
from opencoach.conversations.queries.circle import Steps, circle
from opencoach.conversations.queries.page import Page, Said
from opencoach.conversations.queries.questions import waiting_in
from opencoach.conversations.receipt import away_now
from opencoach.lib.moments import there
from opencoach.people.models import Membership
from opencoach.people.promise import Away


@dataclass(slots=True)
class Reached:
    """How far one of the others has got, as far as they show it."""

    member: Membership
    delivered: int
    seen: int
    seen_at: dt.datetime | None


@dataclass(slots=True)
class Thread:
    """One conversation as its reader sees it."""

    conversation: Conversation
    reader: Membership
    name: str
    group: bool
    others: list[Membership]
    reached: list[Reached]
    may_write: bool
    page: Page | None
    pinned: list[Said]
    first_unread: int | None
    client_id: str
    local_time: dt.datetime | None  # the other one's, where it differs from the reader's
    undo_until: dt.datetime
    base: str  # the path of the conversation; everything of it is below
    asked: Question | None = None  # the first question that waits here
    away: Away | None = None  # for a client: their coach's holiday, while it lasts

    @property
    def who(self) -> str:
        """What decides the avatar's hue: the same as in the list."""
        facing = [member for member in self.others if member.is_coach != self.reader.is_coach] or self.others
        return str(facing[0].public_id if facing else self.conversation.public_id)

    @property
    def first_name(self) -> str:
        """How the other one is addressed: "Ana"."""
        return self.name if self.group else self.name.split(" ")[0]

    @property
    def days(self) -> list[tuple[dt.date, list[Said]]]:
        """The messages by day in the reader's zone."""
        found: list[tuple[dt.date, list[Said]]] = []
        for said in self.page.messages if self.page else []:
            day = timezone.localtime(said.at).date()
            if not found or found[-1][0] != day:
                found.append((day, []))
            found[-1][1].append(said)
        return found

    @property
    def last_mine(self) -> Said | None:
        """The reader's own message if it is the last one: what says whether it was seen."""
        if self.page is None or self.page.newer or not self.page.messages:
            return None
        last = self.page.messages[-1]
        return last if last.mine and not last.deleted_at else None

    @property
    def seen_by(self) -> list[Reached]:
        """Who has seen the reader's last message."""
        last = self.last_mine
        return [one for one in self.reached if last is not None and one.seen >= last.seq]

    @property
    def delivered_to(self) -> list[Reached]:
        last = self.last_mine
        return [one for one in self.reached if last is not None and one.delivered >= last.seq]


def thread(conversation: Conversation, reader: Membership, shown: Page | None) -> Thread:
    """The conversation with its people, how far they have read, and what is pinned.

    A page of it that is shown brings all that along; without one it takes a query.
    """
    engagement = conversation.engagement
    around = shown.circle if shown else circle(conversation)
    people = [*around.coaches, *around.clients]
    others = [member for member in people if member.pk != reader.pk and member.ended_at is None]
    group = engagement.group is not None
    facing = [member for member in others if member.is_coach != reader.is_coach] or others
    name = engagement.group.name if engagement.group else ", ".join(member.display_name for member in facing)
    return Thread(
        conversation=conversation,
        reader=reader,
        name=name or engagement.title or conversation.practice.name,
        group=group,
        others=others,
        reached=[_reached(member, around.steps.get(member.person_id)) for member in others],
        may_write=access.may_write(reader, conversation),
        page=shown,
        pinned=shown.pinned if shown else [],
        first_unread=_first_unread(conversation, around.steps.get(reader.person_id), shown),
        client_id=new_client_id(),
        local_time=_local_time(reader, facing) if not group else None,
        undo_until=timezone.now() - RESTORABLE,
        base=reverse("conversations:conversation", args=[conversation.practice.slug, conversation.public_id]),
        asked=waiting_in(conversation) if shown else None,
        away=_away(around.coaches) if reader.is_client else None,
    )


def _away(coaches: list[Membership]) -> Away | None:
    present = [coach for coach in coaches if coach.ended_at is None]
    return away_now(present[0]) if present else None


def _reached(member: Membership, steps: Steps | None) -> Reached:
    if steps is None:
        return Reached(member, 0, 0, None)
    shows = bool(member.preferences.get("show_seen", True))
    delivered = steps.delivered_seq if member.preferences.get("show_presence", True) else 0
    return Reached(member, delivered, steps.seen_seq if shows else 0, steps.seen_at if shows else None)


def _first_unread(conversation: Conversation, steps: Steps | None, shown: Page | None) -> int | None:
    """The first message of somebody else that the reader has not seen, if it is on the page."""
    if shown is None:
        return None
    read_to = 0 if steps is None else (steps.unread_from - 1 if steps.unread_from else steps.seen_seq)
    if read_to >= conversation.last_seq:
        return None
    new = [said.seq for said in shown.messages if said.seq > read_to and not said.mine and said.kind == "text"]
    return new[0] if new else None


def _local_time(reader: Membership, facing: list[Membership]) -> dt.datetime | None:
    return there(timezone.now(), facing[0].zone, reader.zone) if len(facing) == 1 else None
