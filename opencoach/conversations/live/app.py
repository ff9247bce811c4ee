"""The frames of conversations: hello, send, seen, delivered, typing. Documented in docs/api/live.md."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from opencoach.conversations.live import identity as identities
from opencoach.conversations.live import sending, talks
from opencoach.conversations.live.follow import followers
from opencoach.conversations.live.presence import presence
from opencoach.conversations.live.talks import Talk, Talks
from opencoach.conversations.news import heard as heard_news
from opencoach.live import frames as wire
from opencoach.live import ports
from opencoach.live.hub import hub, recheck_from_anywhere, recheckers
from opencoach.live.ports import Frame, Identity
from opencoach.live.session import Session
from opencoach.live.writer import writer
from opencoach.people import access as people_access
from opencoach.people import ports as people
from opencoach.people.models import Engagement, Membership

NAME = "conversations"
TYPING_EVERY = 2.0  # seconds between two typing frames of one person that are passed on


class Conversations:
    """What conversations hand to the live endpoint."""

    def __init__(self) -> None:
        self.frames: Mapping[str, Callable[[Session, Frame], Awaitable[None]]] = {
            "hello": self.hello,
            "send": self.send,
            "seen": self.seen,
            "delivered": self.delivered,
            "typing": self.typing,
            "beat": self.beat,
        }
        self.typed: dict[tuple[int, int], float] = {}

    def load(self, identity: Identity) -> Talks:
        return talks.load(identity)

    async def hello(self, session: Session, frame: Frame) -> None:
        """Follow conversations: {id: the last contiguous sequence that the tab has}."""
        wanted = frame.get("conversations")
        if not isinstance(wanted, dict):
            raise wire.BadFrame("“conversations” is not an object")
        mine: Talks = session.states[NAME]
        first = session not in followers.by_session
        for key, after in wanted.items():
            if not isinstance(after, int) or isinstance(after, bool) or after < 0:
                raise wire.BadFrame("an “after” is not a whole number")
            talk = mine.get(key) or await self._look_for(session, key)
            if talk is None:
                session.say({"type": "gone", "conversation": key})
            else:
                followers.add(session, talk, after)
        if first and session in followers.by_session:
            self._arrived(session)
        self._say_who_is_here(session)

    async def _look_for(self, session: Session, key: str) -> Talk | None:
        """A conversation that began after this tab connected: look once more."""
        if not isinstance(key, str) or len(key) != 36:
            return None
        await hub.recheck({session.identity.person_id})
        mine: Talks = session.states[NAME]
        return mine.get(key)

    async def send(self, session: Session, frame: Frame) -> None:
        """Store a message. The answer comes after the commit; other frames are read meanwhile."""

        def answer(said: Frame) -> None:
            if not session.say(said):
                session.close(1013)  # an acknowledgement is never forgotten: let the tab come back and ask again

        sending.send(session.identity, session.states[NAME], frame, answer)

    async def seen(self, session: Session, frame: Frame) -> None:
        self._reached(session.identity, session.states[NAME], frame, seen=True)

    async def delivered(self, session: Session, frame: Frame) -> None:
        self._reached(session.identity, session.states[NAME], frame, seen=False)

    def _reached(self, identity: Identity, mine: Talks, frame: Frame, *, seen: bool) -> None:
        talk = self._talk(mine, frame)
        writer.submit(sending.SEEN, sending.Seen(talk, identity, wire.number(frame, "seq"), seen))

    async def typing(self, session: Session, frame: Frame) -> None:
        """Passed on at most every two seconds, never stored."""
        talk = self._talk(session.states[NAME], frame)
        now = time.monotonic()
        key = (talk.row.pk, session.identity.person_id)
        if not session.identity.shows_presence or self.typed.get(key, 0.0) > now - TYPING_EVERY:
            return
        if len(self.typed) > 10_000:
            self.typed.clear()
        self.typed[key] = now
        news = {
            "type": "typing",
            "conversation": talk.key,
            "person": session.identity.key,
            "name": session.identity.name,
        }
        sending.tell(talk, session.identity, news)
        hub.spawn(sending.tell_elsewhere(talk.row.pk, session.identity.person_id, news))

    async def beat(self, session: Session, frame: Frame) -> None:
        session.say({"type": "beat"})

    @staticmethod
    def _talk(mine: Talks, frame: Frame) -> Talk:
        talk = mine.get(wire.text(frame, "conversation", most=36))
        if talk is None:
            raise ports.Refused("gone")
        return talk

    async def changed(self, session: Session, state: Any) -> None:
        """Conversations that are not theirs any more are cut off; a fresh row takes the place of the old one."""
        mine: Talks = state
        for key, follower in list(followers.by_session.get(session, {}).items()):
            if key not in mine:
                followers.remove(session, key)
                session.say({"type": "gone", "conversation": key})
            else:
                follower.talk = mine[key]

    async def left(self, session: Session) -> None:
        left = followers.leave(session)
        if left and presence.left(session.identity.person_id):
            self._tell_presence(session.identity, [follower.talk for follower in left], here=False)

    async def heard(self, news: Mapping[str, Any]) -> None:
        for one in heard_news(news.get("said", ())):
            sending.push_heard(one)
        if "heads" in news:
            await followers.catch_up({int(key): int(head) for key, head in news["heads"]})
        if "tell" in news:
            conversation, person_id, frame = news["tell"]
            if frame.get("type") == "presence":
                presence.heard(person_id, frame.get("state") == "here")
            sending.tell_others(conversation, person_id, frame)

    async def lost_track(self) -> None:
        followers.read_all_again()

    async def post(self, identity: Identity, state: Any, frame: Frame) -> Iterable[Frame]:
        """The same frames by POST, from a tab whose stream is by server-sent events."""
        if frame["type"] == "send":
            answer: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()

            def take(said: Frame) -> None:
                if not answer.done():  # the asker may have gone
                    answer.set_result(said)

            sending.send(identity, state, frame, take)
            return [await answer]
        if frame["type"] in {"seen", "delivered"}:
            self._reached(identity, state, frame, seen=frame["type"] == "seen")
        return []

    def _arrived(self, session: Session) -> None:
        if presence.here(session.identity.person_id):
            followed = [one.talk for one in followers.by_session[session].values()]
            self._tell_presence(session.identity, followed, here=True)

    def _tell_presence(self, identity: Identity, told: list[Talk], *, here: bool) -> None:
        if not identity.shows_presence:
            return
        for talk in told:
            news = {
                "type": "presence",
                "conversation": talk.key,
                "person": identity.key,
                "state": "here" if here else "away",
            }
            sending.tell(talk, identity, news)
            hub.spawn(sending.tell_elsewhere(talk.row.pk, identity.person_id, news))

    def _say_who_is_here(self, session: Session) -> None:
        """To a tab that has just come: who of the others is here."""
        for follower in followers.by_session.get(session, {}).values():
            told = set()
            for other in followers.of(follower.talk.row.pk):
                one = other.session.identity
                if one.person_id != session.identity.person_id and one.shows_presence and one.key not in told:
                    told.add(one.key)
                    session.say(
                        {"type": "presence", "conversation": follower.talk.key, "person": one.key, "state": "here"}
                    )


app = Conversations()


def register() -> None:
    """Called once, when the app is ready."""
    ports.authenticators.append(identities.authenticate)
    recheckers.append(identities.again)
    ports.register_app(NAME, app)
    sending.register()
    people.on_access_ended(lambda membership: recheck_from_anywhere({membership.person_id}))
    people.on_part_ended(_part_ended)
    people.on_status_changed(_status_changed)


def _part_ended(membership: Membership, engagement: Engagement) -> None:
    recheck_from_anywhere({membership.person_id})


def _status_changed(engagement: Engagement) -> None:
    recheck_from_anywhere(person_ids_of(engagement))


def person_ids_of(engagement: Engagement) -> set[int]:
    """The persons who take part in it now."""
    return set(people_access.people_in(engagement).values_list("person_id", flat=True))
