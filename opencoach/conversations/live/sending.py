"""What a tab says: checked here, stored by the group-committing writer, acknowledged after the commit."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from opencoach.conversations import bodies, store
from opencoach.conversations.actions import reading
from opencoach.conversations.actions.saying import LONGEST, MOST_FILES, check_client_id, prepare, tidy
from opencoach.conversations.live import frames
from opencoach.conversations.live.follow import followers
from opencoach.conversations.live.talks import Talk, Talks
from opencoach.conversations.live.turns import turns
from opencoach.conversations.models import Attachment, Conversation
from opencoach.lib import sealing
from opencoach.live import bus
from opencoach.live import frames as wire
from opencoach.live.hub import hub, in_thread
from opencoach.live.ports import Frame, Identity
from opencoach.live.session import Session
from opencoach.live.writer import Kind, writer
from opencoach.people.models import Person
from opencoach.people.refusal import Refused

MESSAGE, SEEN = "conversations.message", "conversations.seen"


Answer = Callable[[Frame], None]


@dataclass(slots=True, eq=False)
class Sending:
    """One message on its way into the store. `words` are kept beside their sealed form, for the frame."""

    new: store.New
    talk: Talk
    identity: Identity
    words: str
    files: Sequence[dict[str, object]]
    answer: Answer

    def frame(self, seq: int, at: dt.datetime) -> bytes:
        """What its readers get."""
        new = self.new
        return frames.frame(
            self.talk.key,
            seq,
            kind=str(new.kind),
            channel=str(new.channel),
            sender=self.identity.key,
            name=self.identity.name,
            client_id=new.client_id,
            at=at,
            body=self.words,
            data=new.data,
            reply_to=new.reply_to_seq,
            attachments=self.files,
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a person has got."""

    talk: Talk
    identity: Identity
    seq: int
    seen: bool  # else: delivered
    session: Session | None = None  # the tab that said it; none by POST


def register() -> None:
    """Tell the writer how to store, and the store whom to tell."""
    writer.kinds[MESSAGE] = Kind(_store_messages, _stored)
    writer.kinds[SEEN] = Kind(_store_seen, _seen_stored)
    store.listeners.append(_told)


def send(identity: Identity, talks: Talks, frame: Frame, answer: Answer) -> None:
    """Store a `send` frame. `answer` gets its `ack` after the commit, or `refused` with the reason.

    Raises BadFrame. Plain words go straight to the writer; what needs the database first goes through a thread.
    """
    client_id = wire.text(frame, "client_id", most=40)
    talk = talks.get(wire.text(frame, "conversation", most=36))
    if talk is None:
        answer({"type": "refused", "client_id": client_id, "reason": "gone"})
        return
    words = wire.text(frame, "body", most=LONGEST + 1_000, default="")
    files = frame.get("attachments") or []
    reply_to = wire.number(frame, "reply_to") if frame.get("reply_to") is not None else None
    if not isinstance(files, list) or len(files) > MOST_FILES or not all(isinstance(one, str) for one in files):
        raise wire.BadFrame("“attachments” is not a list of ids")
    try:
        if not talk.may_write:
            raise Refused(_("This conversation has ended. You can still read it."))
        if not check_client_id(client_id) == client_id:
            raise Refused(_("A message needs an id of its own."))
        if files or reply_to is not None or not words.strip():
            said = Said(identity, talk, words, client_id, reply_to, files)
            turns.do((talk.row.pk, identity.person_id), lambda: _send_with(said, answer))
            return
        words = tidy(words)
    except Refused as refusal:
        answer(_refused(talk, client_id, str(refusal)))
        return
    body = sealing.seal(talk.seal, bodies.place(talk.key, client_id), words.encode())
    new = store.New(talk.row.pk, identity.person_id, client_id, body=body)
    sending = Sending(new, talk, identity, words, (), answer)
    new.draw = sending.frame
    turns.do((talk.row.pk, identity.person_id), lambda: writer.submit(MESSAGE, sending))


def _refused(talk: Talk, client_id: str, reason: str) -> Frame:
    return {"type": "refused", "client_id": client_id, "conversation": talk.key, "reason": reason}


@dataclass(frozen=True, slots=True)
class Said:
    """A message that needs the database before it can be stored."""

    identity: Identity
    talk: Talk
    words: str
    client_id: str
    reply_to: int | None
    files: list[str]


async def _send_with(said: Said, answer: Answer) -> None:
    """With files, or in answer to another message."""
    try:
        new, described = await in_thread(_prepare_in_thread, said)
    except Refused as refusal:
        answer(_refused(said.talk, said.client_id, str(refusal)))
        return
    except Exception:  # not stored: the tab keeps it and sends it again
        answer({**_refused(said.talk, said.client_id, "try again"), "again": True})
        raise
    writer.submit(MESSAGE, Sending(new, said.talk, said.identity, tidy(said.words), described, answer))


def _prepare_in_thread(said: Said) -> tuple[store.New, list[dict[str, object]]]:
    person = Person.objects.get(pk=said.identity.person_id)
    conversation = Conversation.objects.select_related("engagement").get(pk=said.talk.row.pk)
    new = prepare(
        conversation, person, said.words, client_id=said.client_id, reply_to=said.reply_to, attachments=said.files
    )
    rows = Attachment.objects.filter(pk__in=new.attachments).order_by("pk")
    return new, [frames.described(row) for row in rows]


def _store_messages(items: Sequence[Sending]) -> Sequence[store.Stored]:
    """In the writer's thread."""
    return store.append([item.new for item in items])


def _stored(pairs: Sequence[tuple[Any, Any]]) -> None:
    """In the event loop, after the commit: acknowledge, then push to everybody who follows."""
    for sending, result in pairs:
        _acknowledge(sending, result)
    for sending, result in pairs:
        if isinstance(result, store.Stored) and not result.again:
            frame = result.frame or sending.frame(result.seq, result.at)
            followers.push(sending.talk.row.pk, result.seq, frame)


def _acknowledge(sending: Sending, result: Any) -> None:
    base = {"conversation": sending.talk.key, "client_id": sending.new.client_id}
    if isinstance(result, store.Stored):
        sending.answer({"type": "ack", **base, "seq": result.seq, "at": frames.instant(result.at)})
    else:  # not stored: the tab keeps it and sends it again
        sending.answer({"type": "refused", **base, "reason": "try again", "again": True})


def _told(fresh: Sequence[store.Stored]) -> None:
    """After any commit, in the thread that stored: what the writer stored is pushed by `_stored` itself."""
    import threading

    if writer.thread is not None and threading.current_thread() is writer.thread:
        return
    heads: dict[int, int] = {}
    for stored in fresh:
        heads[stored.new.conversation_id] = max(heads.get(stored.new.conversation_id, 0), stored.seq)

    async def here() -> None:
        await followers.catch_up(heads)

    hub.from_thread(here)
    bus.after_commit_elsewhere(list(heads.items()))


def _store_seen(items: Sequence[Seen]) -> Sequence[bool]:
    """In the writer's thread: the furthest of each person in each conversation, in one transaction."""
    furthest: dict[tuple[int, int, bool], int] = {}
    for item in items:
        key = (item.talk.row.pk, item.identity.person_id, item.seen)
        furthest[key] = max(furthest.get(key, 0), item.seq)
    reading.reach([(pk, person, seq, seen) for (pk, person, seen), seq in furthest.items()])
    return [True] * len(items)


def _seen_stored(pairs: Sequence[tuple[Any, Any]]) -> None:
    """Tell the others, unless the person hides it, and the person's own other tabs in any case."""
    for item, result in pairs:
        if result is not True:
            continue
        place = {"conversation": item.talk.key, "seq": item.seq}
        if item.seen:
            read = {"type": "read", **place}
            tell_own(item.talk.row.pk, item.identity.person_id, read, item.session)
            hub.spawn(tell_elsewhere(item.talk.row.pk, item.identity.person_id, read, "own"))
        if item.identity.shows_seen if item.seen else item.identity.shows_presence:
            news = {"type": "seen" if item.seen else "delivered", "person": item.identity.key, **place}
            tell(item.talk, item.identity, news)
            hub.spawn(tell_elsewhere(item.talk.row.pk, item.identity.person_id, news))


def tell(talk: Talk, identity: Identity, news: Frame) -> None:
    """A passing frame for everybody else who follows; it is never stored."""
    tell_others(talk.row.pk, identity.person_id, news)


def tell_others(conversation: int, person_id: int, news: Frame) -> None:
    _push([one.session for one in followers.of(conversation) if one.session.identity.person_id != person_id], news)


def tell_own(conversation: int, person_id: int, news: Frame, but: Session | None = None) -> None:
    """A passing frame for the other tabs of the same person."""
    own = (one.session for one in followers.of(conversation) if one.session.identity.person_id == person_id)
    _push([session for session in own if session is not but], news)


def _push(sessions: Sequence[Session], news: Frame) -> None:
    if sessions:
        raw = wire.write(news)
        for session in sessions:
            session.push(raw)


async def tell_elsewhere(conversation: int, person_id: int, news: Frame, whom: str = "tell") -> None:
    """The same in the other processes, where there are any: to the others ("tell") or to their "own" tabs."""
    if hub.bus is not None:
        await hub.bus.tell({whom: [conversation, person_id, news]})
