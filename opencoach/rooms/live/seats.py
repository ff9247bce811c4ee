"""Who sits in which room with which tab, in this process and, as far as it has been told, in the others; and the
frames that say so. No database, no waiting."""

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from opencoach.live.ports import Frame
from opencoach.live.session import Session
from opencoach.rooms.queries.facts import Facts, Stay

TTL = 120.0  # seconds for which a seat in another process is believed without being told again


MEDIA = ("mic", "camera", "screen", "saving")  # what of somebody's is on


@dataclass(slots=True, eq=False)
class Seat:
    """One tab in one room. `session` is None for a tab that another process holds."""

    room: str
    tab: str
    person_id: int
    session_pk: int
    member_pk: int
    session: Session | None
    mic: bool = False
    camera: bool = False
    screen: bool = False
    saving: bool = False
    heard: float = field(default_factory=time.monotonic)

    def told(self) -> list[Any]:
        """What other processes learn of it."""
        return [self.tab, self.person_id, self.session_pk, self.member_pk, *(getattr(self, name) for name in MEDIA)]


class Seats:
    """All of them, by room and tab."""

    def __init__(self) -> None:
        self.rooms: dict[str, dict[str, Seat]] = defaultdict(dict)
        self.by_session: dict[Session, set[Seat]] = defaultdict(set)
        self.facts: dict[str, Facts] = {}

    def of(self, room: str) -> list[Seat]:
        return list(self.rooms.get(room, {}).values())

    def here(self, room: str) -> list[Seat]:
        """Those whose tabs this process holds."""
        return [seat for seat in self.of(room) if seat.session is not None]

    def all_here(self) -> Iterator[Seat]:
        for seats in list(self.rooms.values()):
            yield from [seat for seat in seats.values() if seat.session is not None]

    def get(self, room: str, tab: str) -> Seat | None:
        return self.rooms.get(room, {}).get(tab)

    def put(self, seat: Seat) -> list[Seat]:
        """Take the seat; gives those that the same person had there with other tabs, which they lose by it."""
        old = self.get(seat.room, seat.tab)
        if old is not None:
            self.drop(old)
        others = [one for one in self.of(seat.room) if one.person_id == seat.person_id]
        for one in others:
            self.drop(one)
        self.rooms[seat.room][seat.tab] = seat
        if seat.session is not None:
            self.by_session[seat.session].add(seat)
        return others

    def drop(self, seat: Seat) -> None:
        room = self.rooms.get(seat.room, {})
        if room.get(seat.tab) is seat:
            del room[seat.tab]
        if not room:
            self.rooms.pop(seat.room, None)
        if not any(one.session for one in room.values()):
            self.facts.pop(seat.room, None)
        if seat.session is not None:
            mine = self.by_session.get(seat.session, set())
            mine.discard(seat)
            if not mine:
                self.by_session.pop(seat.session, None)

    def stale(self) -> list[Seat]:
        """Seats in other processes of which nobody has said anything for long."""
        over = time.monotonic() - TTL
        return [one for seats in list(self.rooms.values()) for one in seats.values()
                if one.session is None and one.heard < over]  # fmt: skip

    def frame(self, seat: Seat, facts: Facts, now: dt.datetime) -> Frame:
        """`room.here`, as that seat sees the room. Who waits learns of nobody but the coach."""
        me = facts.stay_of(seat.person_id)
        stage = stage_of(facts, me)
        tabs = {one.person_id: one for one in self.of(seat.room)}
        seen = [one for one in facts.stays if stage == "in" or one.coach or one.person_id == seat.person_id]
        return {
            "type": "room.here",
            "room": seat.room,
            "stage": stage,
            "medium": facts.medium,
            "now": iso(now),
            "opens_at": iso(facts.opens_at),
            "starts_at": iso(facts.starts_at),
            "ends_at": iso(facts.ends_at),
            "began_at": iso(facts.began_at),
            "ended_at": iso(facts.ended_at),
            "minutes": facts.minutes,
            "shown": facts.shown,
            "people": [self._person(one, tabs.get(one.person_id), whole=stage == "in") for one in seen],
        }

    @staticmethod
    def _person(stay: Stay, seat: Seat | None, *, whole: bool) -> Frame:
        found: Frame = {
            "person": stay.person,
            "member": stay.member,
            "name": stay.name,
            "role": "coach" if stay.coach else "client",
            "stage": "in" if stay.admitted else "waiting",
        }
        if whole and seat is not None and stay.admitted:
            found |= {"tab": seat.tab, **{name: getattr(seat, name) for name in MEDIA}}
        return found


def stage_of(facts: Facts, stay: Stay | None) -> str:
    if facts.standing == "early":
        return "early"
    if facts.standing != "open":
        return "over"
    return "in" if stay is not None and stay.admitted else "waiting"


def iso(at: dt.datetime | None) -> str | None:
    """RFC 3339 in UTC, to the millisecond."""
    if at is None:
        return None
    return at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
