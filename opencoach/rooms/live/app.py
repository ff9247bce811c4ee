"""The frames of rooms: enter, leave, admit, signal, media. Documented in docs/api/live.md."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from django.utils import timezone

from opencoach.live import frames as wire
from opencoach.live import ports
from opencoach.live.hub import hub, in_thread
from opencoach.live.ports import Frame, Identity
from opencoach.live.session import Session
from opencoach.rooms import news
from opencoach.rooms.live import doing
from opencoach.rooms.live.elsewhere import elsewhere
from opencoach.rooms.live.seats import MEDIA, Seat, Seats
from opencoach.rooms.queries.facts import Facts, facts

NAME = "rooms"
LONGEST_SIGNAL = 65_536  # bytes


class Rooms:
    """What rooms hand to the live endpoint."""

    def __init__(self) -> None:
        self.seats = Seats()
        self.frames: Mapping[str, Callable[[Session, Frame], Awaitable[None]]] = {
            "room.enter": self.enter,
            "room.leave": self._said(self._leave),
            "room.admit": self._said(self._admit),
            "room.signal": self._said(self._signal),
            "room.media": self._said(self._media),
        }

    def load(self, identity: Identity) -> None:
        """Nothing: it is asked at each recheck of everybody, and only those in a room are looked at (`changed`)."""

    async def enter(self, session: Session, frame: Frame) -> None:
        """Knock, or come in. The answer is `room.here`, or `room.gone` where there is no such room for them."""
        room, tab = wire.text(frame, "room", most=36), wire.text(frame, "tab", most=36)
        taken = self.seats.get(room, tab)
        if taken is not None and taken.person_id != session.identity.person_id:
            raise ports.Refused("that tab is somebody else’s")
        entered = await in_thread(doing.enter, session.identity, room)
        if entered is None:
            session.say({"type": "room.gone", "room": room})
            return
        if session.closed:
            return
        session_pk, found = entered
        if not self.seats.here(room):
            elsewhere.say(room, "ask", None)
        seat = Seat(room, tab, session.identity.person_id, session_pk, session.identity.membership_id, session)
        self._take(seat)
        elsewhere.say(room, "seat", seat.told())
        elsewhere.say(room, news.STANDING, None)
        self._settle(room, found)

    def _take(self, seat: Seat) -> None:
        for other in self.seats.put(seat):
            if other.session is not None:
                other.session.say({"type": "room.taken", "room": seat.room})

    def _said(self, verb: Callable[[Seat, Frame], Awaitable[None]]) -> Callable[[Session, Frame], Awaitable[None]]:
        async def handle(session: Session, frame: Frame) -> None:
            await verb(self._seat(session.identity, frame), frame)

        return handle

    def _seat(self, identity: Identity, frame: Frame) -> Seat:
        """The seat that speaks. Raises Refused for a tab that is not in that room, or is another one's."""
        room, tab = wire.text(frame, "room", most=36), wire.text(frame, "tab", most=36)
        seat = self.seats.get(room, tab)
        if seat is None or seat.person_id != identity.person_id:
            raise ports.Refused("this tab is not in that room")
        return seat

    async def _leave(self, seat: Seat, frame: Frame) -> None:
        self._unseat(seat, cut=True)
        elsewhere.say(seat.room, "unseat", [seat.tab, True])
        await in_thread(doing.leave, seat.session_pk, seat.member_pk)

    async def _admit(self, seat: Seat, frame: Frame) -> None:
        why = await in_thread(doing.admit, seat.session_pk, seat.member_pk, wire.text(frame, "member", most=36))
        if why:
            raise ports.Refused(why)

    async def _signal(self, seat: Seat, frame: Frame) -> None:
        """Pass it on, unread, between two who are in."""
        data = frame.get("data")
        if not isinstance(data, dict) or len(wire.write(data)) > LONGEST_SIGNAL:
            raise wire.BadFrame("“data” is not an object of at most 64 KiB")
        to = wire.text(frame, "to", most=36)
        other = self.seats.get(seat.room, to)
        known = self.seats.facts.get(seat.room)
        if other is None or known is None or not (known.is_in(seat.person_id) and known.is_in(other.person_id)):
            raise ports.Refused("nobody is there with that tab")
        signal = {"type": "room.signal", "room": seat.room, "from": seat.tab, "data": data}
        if other.session is not None:
            other.session.say(signal)
        else:
            elsewhere.say(seat.room, "signal", [to, signal])

    async def _media(self, seat: Seat, frame: Frame) -> None:
        """What of theirs is on: microphone, camera, screen; and whether a poor network holds the picture back."""
        for name in MEDIA:
            setattr(seat, name, frame.get(name) is True)
        elsewhere.say(seat.room, "seat", seat.told())
        self._push(seat.room)

    async def changed(self, session: Session, state: Any) -> None:
        """Whoever may not be in a room any more is cut off, and the others are told to cut them off."""
        for seat in list(self.seats.by_session.get(session, ())):
            if not await in_thread(doing.may_stay, seat.member_pk, seat.room):
                self._cut(seat)

    def _cut(self, seat: Seat) -> None:
        if seat.session is not None:
            seat.session.say({"type": "room.gone", "room": seat.room})
        self._unseat(seat, cut=True)
        elsewhere.say(seat.room, "unseat", [seat.tab, True])
        hub.spawn(in_thread(doing.leave, seat.session_pk, seat.member_pk))

    async def left(self, session: Session) -> None:
        """The tab is gone, perhaps to come back: its calls go on meanwhile."""
        for seat in list(self.seats.by_session.get(session, ())):
            self._unseat(seat, cut=False)
            elsewhere.say(seat.room, "unseat", [seat.tab, False])

    def _unseat(self, seat: Seat, *, cut: bool) -> None:
        """`cut`: the others end their connection to it at once."""
        self.seats.drop(seat)
        if cut:
            for one in self.seats.here(seat.room):
                if one.session is not None:
                    one.session.say({"type": "room.cut", "room": seat.room, "tabs": [seat.tab]})
        self._push(seat.room)

    async def heard(self, said: Mapping[str, Any]) -> None:
        if "room" in said:
            room, what, payload = said["room"]
            if what == "part":
                elsewhere.hear(room, payload, self._hear)
            else:
                self._hear(room, what, payload)

    def _hear(self, room: str, what: str, payload: Any) -> None:
        """News of another process: of its seats, or of what was done with a room."""
        if what == "seat":
            tab, person, session_pk, member, *media = payload
            self._take(Seat(room, tab, person, session_pk, member, None, *media))
            self._push(room)
        elif what == "unseat":
            seat = self.seats.get(room, payload[0])
            if seat is not None and seat.session is None:
                self._unseat(seat, cut=payload[1])
        elif what == "signal":
            seat = self.seats.get(room, payload[0])
            if seat is not None and seat.session is not None:
                seat.session.say(payload[1])
        elif what == "ask":
            for seat in self.seats.here(room):
                elsewhere.say(room, "seat", seat.told())
        else:
            hub.spawn(self.told(room, what))

    async def told(self, room: str, what: str) -> None:
        """Something was done with a room (`news.tell`), in whatever process."""
        seats = self.seats.here(room)
        if not seats:
            return
        if what != news.STANDING:
            for seat in seats:
                if seat.session is not None:
                    seat.session.say({"type": "room.changed", "room": room, "what": what})
        if what in {news.STANDING, "shown"}:
            self._settle(room, await in_thread(facts, seats[0].session_pk))

    def _settle(self, room: str, found: Facts | None) -> None:
        if found is not None and self.seats.here(room):
            self.seats.facts[room] = found
            self._push(room)

    def _push(self, room: str) -> None:
        """Everybody here learns how it stands."""
        known = self.seats.facts.get(room)
        if known is None:
            return
        now = timezone.now()
        for seat in self.seats.here(room):
            if seat.session is not None:
                seat.session.say(self.seats.frame(seat, known, now))

    async def lost_track(self) -> None:
        for room in {seat.room for seat in self.seats.all_here()}:
            elsewhere.say(room, "ask", None)
            await self.told(room, news.STANDING)

    async def on_time(self) -> None:
        """Those who are here are heard; what was not heard of for long is forgotten."""
        for seat in self.seats.stale():
            self._unseat(seat, cut=False)
        here = list(self.seats.all_here())
        if not here:
            return
        await in_thread(doing.hear, [(seat.session_pk, seat.member_pk) for seat in here])
        for seat in here:
            elsewhere.say(seat.room, "seat", seat.told())
        for room in {seat.room for seat in here}:
            await self.told(room, news.STANDING)

    async def post(self, identity: Identity, state: Any, frame: Frame) -> Iterable[Frame]:
        """The same frames by POST, but for `room.enter`: the stream says that itself when it begins."""
        verbs = {"room.leave": self._leave, "room.admit": self._admit, "room.signal": self._signal,
                 "room.media": self._media}  # fmt: skip
        verb = verbs.get(frame["type"])
        if verb is None:
            raise ports.Refused("say that when the stream begins")
        await verb(self._seat(identity, frame), frame)
        return []


app = Rooms()


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_app(NAME, app)
    news.listeners.append(app.told)
