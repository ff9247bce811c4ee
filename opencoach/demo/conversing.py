"""Put a written conversation into an engagement, through the one road that every message takes."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from opencoach.conversations import bodies, store
from opencoach.conversations.actions.files import take_in
from opencoach.conversations.actions.keeping import make_thumbnail
from opencoach.conversations.models import Attachment, Conversation, Message, Participant
from opencoach.demo import papers, talk
from opencoach.demo.cast import Status, Work
from opencoach.outbox.models import Delivery
from opencoach.people.models import Engagement, Membership

if TYPE_CHECKING:
    from opencoach.demo.build import Demo

Kind = Message.Kind


class Telling:
    """One conversation on its way into the store: the sequence of each message is known before it is written."""

    def __init__(self, demo: "Demo", conversation: Conversation, name: str) -> None:
        self.demo, self.conversation, self.name = demo, conversation, name
        self.news: list[store.New] = []
        self.texts: list[int] = []  # the sequences of what was said

    def add(
        self,
        who: Membership | None,
        at: dt.datetime,
        *,
        text: str = "",
        kind: str = Kind.TEXT,
        data: Mapping[str, object] | None = None,
        reply_to: int | None = None,
        target: int | None = None,
        files: tuple[int, ...] = (),
    ) -> None:
        client_id = f"{self.name}-{len(self.news) + 1}"
        person = who.person.public_id if who else None
        engagement = self.conversation.engagement
        new = store.New(
            conversation_id=self.conversation.pk,
            sender_id=who.person_id if who else None,
            client_id=client_id,
            kind=kind,
            body=bodies.seal(engagement, self.conversation.public_id, person, client_id, text),
            data=data or {},
            reply_to_seq=reply_to,
            target_seq=target,
            attachments=files,
            at=min(at, self.demo.now),
        )
        self.news.append(new)
        if kind == Kind.TEXT:
            self.texts.append(len(self.news))

    def say(self, said: talk.Said) -> None:
        """A message, and what was done with it."""
        who = self.demo.people[said.who]
        turns = [turn for turn in said.turns if turn[0] not in {"reply", "file"}]
        back = next((int(rest) for verb, rest in said.turns if verb == "reply"), 0)
        files = tuple(self.file(who, rest, said.at) for verb, rest in said.turns if verb == "file")
        self.add(who, said.at, text=said.text, reply_to=self.texts[-back] if back else None, files=files)
        target = self.texts[-1]
        for number, (verb, rest) in enumerate(turns, 1):
            self.turn(verb, rest, who, said.at + dt.timedelta(seconds=15 * number), target)

    def turn(self, verb: str, rest: str, who: Membership, at: dt.datetime, target: int) -> None:
        """Raises KeyError for a verb that is none."""
        if verb == "edit":
            self.add(who, at, kind=Kind.EDIT, text=rest, target=target)
        elif verb == "react":
            reaction, letter = rest.split()
            self.add(self.demo.people[letter], at, kind=Kind.REACT, data={"reaction": reaction}, target=target)
        elif verb == "pin":
            self.add(self.demo.people[rest], at, kind=Kind.PIN, target=target)
        else:
            raise KeyError(verb)

    def file(self, who: Membership, name: str, at: dt.datetime) -> int:
        content, seconds = papers.make(name)
        upload = SimpleUploadedFile(name, content)
        row = take_in(self.conversation, who.person, upload, seconds=seconds)
        Attachment.objects.filter(pk=row.pk).update(created_at=at)
        if row.thumbnail_state == "waiting":
            make_thumbnail(row)
        return row.pk


def tell(demo: "Demo", work: Work, engagement: Engagement) -> None:
    """The whole conversation of an engagement: opened, welcomed, told, and seen as far as `work` says."""
    conversation = Conversation.objects.create(
        practice=demo.practice, engagement=engagement, created_at=engagement.status_at
    )
    told = Telling(demo, conversation, work.talk)
    told.add(None, engagement.status_at, kind=Kind.SYSTEM, data={"what": "opened"})
    told.add(demo.people[work.coach], engagement.status_at, text=demo.practice.welcome)
    for said in talk.read(work.talk, demo.today, demo.practice.zone):
        told.say(said)
    if work.status == Status.PAUSED:
        told.add(None, demo.ago(9, 17, 5), kind=Kind.SYSTEM, data={"what": "paused"})
    elif work.status == Status.ENDED:
        told.add(None, demo.ago(work.ended, 15, 40), kind=Kind.SYSTEM, data={"what": "ended"})
    store.append(told.news)
    _seen(demo, work, conversation, told)


def _seen(demo: "Demo", work: Work, conversation: Conversation, told: Telling) -> None:
    """Everybody has seen everything but the last few that `work.unread` names; only they wait for a mail."""
    head = len(told.news)
    for letter in work.coach + work.clients:
        unread = work.unread.get(letter, 0)
        seq = told.texts[-unread] - 1 if unread else head
        Participant.objects.create(
            conversation=conversation,
            person=demo.people[letter].person,
            seen_seq=seq,
            delivered_seq=head,
            seen_at=told.news[seq - 1].at,
            mailed_seq=seq,
        )
    Delivery.objects.filter(engagement=conversation.engagement, kind="away").delete()
