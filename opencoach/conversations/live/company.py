"""Who is here, told: to a tab that comes, to those who see somebody come or go, and between processes."""

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from opencoach.conversations.live import sending
from opencoach.conversations.live.follow import followers
from opencoach.conversations.live.presence import TTL, Guest, presence
from opencoach.conversations.live.talks import Talk
from opencoach.live.hub import hub
from opencoach.live.ports import Frame, Identity
from opencoach.live.session import Session

AT_ONCE = 50  # of them in one piece of news
Here = list[Any]  # conversation, person, and the public ids of both


def arrived(session: Session, talks: Sequence[Talk]) -> None:
    """A tab has come to these: where it is somebody's first, the others hear of it."""
    who = session.identity
    first = [talk for talk in talks if presence.here(talk.row.pk, who.person_id)]
    _tell(who, first if who.shows_presence else [], here=True)


def left(identity: Identity, talks: Sequence[Talk]) -> None:
    """A tab is gone from these; where it was the last one, the others hear of it."""
    gone = [talk for talk in talks if presence.left(talk.row.pk, identity.person_id)]
    _tell(identity, [talk for talk in gone if _was_told(talk, identity)], here=False)


def looked_again(session: Session) -> None:
    """Whether somebody shows that they are here may have changed."""
    who = session.identity
    talks = [follower.talk for follower in followers.by_session.get(session, {}).values()]
    changed = [talk for talk in talks if _was_told(talk, who) is not who.shows_presence]
    _tell(who, changed, here=who.shows_presence)


def _was_told(talk: Talk, who: Identity) -> bool:
    return (talk.row.pk, who.person_id) in presence.told


def say_who_is_here(session: Session) -> None:
    """To a tab that has just come: who of the others is here, in whatever process."""
    me = session.identity.person_id
    for follower in followers.by_session.get(session, {}).values():
        talk = follower.talk
        keys = {person_key for _, person, _, person_key in _here(talk.row.pk) if person != me}
        keys |= {guest.person_key for person, guest in presence.guests_in(talk.row.pk) if person != me}
        for key in sorted(keys):
            session.say(_frame(talk.key, key, here=True))


def heard_one(conversation: int, person: int, frame: Frame) -> None:
    """Somebody came or went in another process; it hears who is here in this one."""
    if frame.get("state") == "here":
        presence.heard(conversation, person, Guest(frame["conversation"], frame["person"], time.monotonic() + TTL))
        hub.spawn(_announce(_here(conversation)))
    else:
        presence.gone(conversation, person)


def heard_all(found: Iterable[Here]) -> None:
    """Who is here in another process."""
    until = time.monotonic() + TTL
    for conversation, person, conversation_key, person_key in found:
        if presence.heard(conversation, person, Guest(conversation_key, person_key, until)):
            sending.tell_others(conversation, person, _frame(conversation_key, person_key, here=True))


async def on_time() -> None:
    """Say again who is here, and forget those of whom nobody has said it for long."""
    for conversation, person, guest in presence.over():
        frame = _frame(guest.conversation_key, guest.person_key, here=False)
        sending.tell_others(conversation, person, frame)
    await _announce(one for conversation in list(followers.by_conversation) for one in _here(conversation))


async def _announce(found: Iterable[Here]) -> None:
    if hub.bus is None or not hub.bus.reaches_others:
        return
    every = list(found)
    for start in range(0, len(every), AT_ONCE):
        await hub.bus.tell({"here": every[start : start + AT_ONCE]})


def _here(conversation: int) -> Iterator[Here]:
    """Who has a tab on it in this process, and does not hide it."""
    told = set()
    for one in followers.of(conversation):
        who = one.session.identity
        if who.shows_presence and who.person_id not in told:
            told.add(who.person_id)
            yield [conversation, who.person_id, one.talk.key, who.key]


def _tell(identity: Identity, talks: Sequence[Talk], *, here: bool) -> None:
    for talk in talks:
        place = (talk.row.pk, identity.person_id)
        if here:
            presence.told.add(place)
        else:
            presence.told.discard(place)
        news = _frame(talk.key, identity.key, here=here)
        sending.tell(talk, identity, news)
        hub.spawn(sending.tell_elsewhere(*place, news))


def _frame(conversation: str, person: str, *, here: bool) -> Frame:
    return {"type": "presence", "conversation": conversation, "person": person, "state": "here" if here else "away"}
