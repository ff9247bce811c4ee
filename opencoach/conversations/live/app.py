"""The frames of conversations: hello, send, seen, delivered, typing. Documented in docs/api/live.md."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from opencoach.conversations.live import company, sending, talks
from opencoach.conversations.live import identity as identities
from opencoach.conversations.live.follow import followers
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
        new = []
        for key, after in wanted.items():
            if not isinstance(after, int) or isinstance(after, bool) or after < 0:
                raise wire.BadFrame("an “after” is not a whole number")
            talk = mine.get(key) or await self._look_for(session, key)
            if talk is None:
                session.say({"type": "gone", "conversation": key})
            else:
                if key not in followers.by_session.get(session, {}):
                    new.append(talk)
                followers.add(session, talk, after)
        company.arrived(session, new)
        company.say_who_is_here(session)

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
        self._reached(session.identity, session.states[NAME], frame, seen=True, session=session)

    async def delivered(self, session: Session, frame: Frame) -> None:
        self._reached(session.identity, session.states[NAME], frame, seen=False)

    def _reached(
        self, identity: Identity, mine: Talks, frame: Frame, *, seen: bool, session: Session | None = None
    ) -> None:
        talk = self._talk(mine, frame)
        writer.submit(sending.SEEN, sending.Seen(talk, identity, wire.number(frame, "seq"), seen, session))

    async def typing(self, session: Session, frame: Frame) -> None:
        self._typing(session.identity, session.states[NAME], frame)

    def _typing(self, identity: Identity, mine: Talks, frame: Frame) -> None:
        """Passed on at most every two seconds, never stored."""
        talk = self._talk(mine, frame)
        now = time.monotonic()
        key = (talk.row.pk, identity.person_id)
        if not identity.shows_presence or self.typed.get(key, 0.0) > now - TYPING_EVERY:
            return
        if len(self.typed) > 10_000:
            self.typed.clear()
        self.typed[key] = now
        news = {"type": "typing", "conversation": talk.key, "person": identity.key, "name": identity.name}
        sending.tell(talk, identity, news)
        hub.spawn(sending.tell_elsewhere(talk.row.pk, identity.person_id, news))

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
                company.left(session.identity, [follower.talk])
            else:
                follower.talk = mine[key]
        company.looked_again(session)

    async def left(self, session: Session) -> None:
        left = followers.leave(session)
        if left:
            company.left(session.identity, [follower.talk for follower in left])

    async def heard(self, news: Mapping[str, Any]) -> None:
        if "said" in news:
            for conversation, seq, frame in heard_news(news["said"]):
                followers.push(conversation, seq, frame)
        if "heads" in news:
            await followers.catch_up({int(key): int(head) for key, head in news["heads"]})
        if "tell" in news:
            conversation, person_id, frame = news["tell"]
            if frame.get("type") == "presence":
                company.heard_one(conversation, person_id, frame)
            sending.tell_others(conversation, person_id, frame)
        if "own" in news:
            sending.tell_own(*news["own"])
        company.heard_all(news.get("here", ()))

    async def lost_track(self) -> None:
        followers.read_all_again()

    async def on_time(self) -> None:
        await company.on_time()

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
        if frame["type"] == "typing":
            self._typing(identity, state, frame)
        return []


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
