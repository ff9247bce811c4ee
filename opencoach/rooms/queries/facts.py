"""How a room stands, for the tabs of those who are in it."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from opencoach.rooms import hours
from opencoach.rooms.models import Room, Visit
from opencoach.sessions.models import EARLY, CoachingSession


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody who is there. `person` and `member` are public ids; who is not `admitted` waits."""

    person_id: int
    person: str
    member: str
    name: str
    coach: bool
    admitted: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """Instants are aware. `stays` are those that go on, the coach's side first."""

    standing: hours.Standing
    medium: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    minutes: int
    began_at: dt.datetime | None
    ended_at: dt.datetime | None
    shown: str | None
    stays: tuple[Stay, ...] = ()

    @property
    def opens_at(self) -> dt.datetime:
        return self.starts_at - EARLY

    def stay_of(self, person_id: int) -> Stay | None:
        return next((one for one in self.stays if one.person_id == person_id), None)

    def is_in(self, person_id: int) -> bool:
        stay = self.stay_of(person_id)
        return self.standing == "open" and stay is not None and stay.admitted


def facts(session_id: int, now: dt.datetime | None = None) -> Facts | None:
    """Two queries; None where that session is not there any more."""
    session = CoachingSession.objects.filter(pk=session_id).select_related("room__shown").first()
    if session is None:
        return None
    now = now or timezone.now()
    room: Room | None = getattr(session, "room", None)
    return Facts(
        standing=hours.standing(
            session, now, room.ended_at if room else None, reopened=bool(room and room.reopened_at)
        ),
        medium=room.medium if room else Room.Medium.TEXT if session.medium == "text" else Room.Medium.VIDEO,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        minutes=session.minutes,
        began_at=room.began_at if room else None,
        ended_at=room.ended_at if room else None,
        shown=str(room.shown.public_id) if room and room.shown else None,
        stays=tuple(_stays(room, now)) if room else (),
    )


def _stays(room: Room, now: dt.datetime) -> list[Stay]:
    visits = Visit.objects.filter(room=room, left_at=None, heard_at__gte=now - hours.SILENCE)
    found = [
        Stay(
            person_id=visit.membership.person_id,
            person=str(visit.membership.person.public_id),
            member=str(visit.membership.public_id),
            name=visit.membership.display_name,
            coach=visit.membership.is_coach,
            admitted=visit.admitted_at is not None,
        )
        for visit in visits.select_related("membership__person").order_by("pk")
    ]
    return sorted(found, key=lambda one: not one.coach)
