"""A session in a room comes to its end."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.models import Person
from opencoach.people.refusal import Refused
from opencoach.rooms import hours, news
from opencoach.rooms.actions.entering import BEGUN, end_silent, note, room_of
from opencoach.rooms.models import Room, Visit
from opencoach.sessions.actions import hold, steps
from opencoach.sessions.models import Attendance, CoachingSession

ENDED = "room_ended"
Presence = Attendance.Presence


@transaction.atomic
def end(session: CoachingSession, *, by: Person, now: dt.datetime | None = None) -> Room:
    """The coach ends the session: everybody leaves, and it was held from when both were there until now.

    Where they never met, nothing is said about what became of it: that is asked. Ending twice is ending once.
    """
    return _end(session, by, now or timezone.now(), at_last=False)


@transaction.atomic
def close(session: CoachingSession, *, now: dt.datetime | None = None) -> Room:
    """Nobody has ended it and nobody is there any more: it ended when the last one left."""
    return _end(session, None, now or timezone.now(), at_last=True)


def _end(session: CoachingSession, by: Person | None, now: dt.datetime, *, at_last: bool) -> Room:
    steps.lock_engagement(session.engagement)
    room = room_of(session)
    if room.ended_at is not None:
        return room
    end_silent(room, now)
    room.ended_at, room.ended_by = (last_seen(room) or now) if at_last else now, by
    room.save(update_fields=["ended_at", "ended_by"])
    Visit.objects.filter(room=room, left_at=None).update(left_at=room.ended_at)
    if room.began_at is not None:
        if room.first_seq is None:
            note(session, BEGUN, "first_seq")
        note(session, ENDED, "last_seq", room.ended_at)
        _hold(session, room, room.began_at, room.ended_at, by or session.coach.person)
    news.tell(session)
    return room


@transaction.atomic
def reopen(session: CoachingSession, *, now: dt.datetime | None = None) -> Room:
    """It was ended by mistake: its people can come in again, and it is held until it is ended anew.

    Raises Refused where it wasn't ended, or its time is long over.
    """
    now = now or timezone.now()
    steps.lock_engagement(session.engagement)
    room = room_of(session)
    if room.ended_at is None:
        raise Refused(_("This room is open."))
    if hours.standing(session, now, reopened=True) != "open":
        raise Refused(_("The time of this session is over. Start a new one."))
    room.ended_at, room.ended_by, room.last_seq, room.reopened_at = None, None, None, now
    room.save(update_fields=["ended_at", "ended_by", "last_seq", "reopened_at"])
    news.tell(session)
    return room


def last_seen(room: Room) -> dt.datetime | None:
    """When the last one who was in left; None while somebody is in, or where nobody ever was."""
    inside = Visit.objects.filter(room=room, admitted_at__isnull=False)
    if inside.filter(left_at=None).exists():
        return None
    found: dt.datetime | None = inside.aggregate(last=Max("left_at"))["last"]
    return found


def _hold(session: CoachingSession, room: Room, began: dt.datetime, ended: dt.datetime, by: Person) -> None:
    """It was held, as long as it really was."""
    stays = attended(room)
    attendances = list(session.attendances.select_related("membership"))
    missing = [one.membership for one in attendances if one.membership_id not in stays]
    ended = max(ended, began + dt.timedelta(minutes=1))
    try:
        hold(session, actor=by, started_at=began, ended_at=ended, missing=missing)
    except Refused:  # it was cancelled meanwhile
        return
    for attendance in attendances:
        if (stay := stays.get(attendance.membership_id)) is not None:
            attendance.came_at, attendance.left_at = stay
            late = stay[0] > session.starts_at + hours.LATE
            attendance.presence = Presence.LATE if late else Presence.THERE
            attendance.save(update_fields=["came_at", "left_at", "presence"])


def attended(room: Room) -> dict[int, tuple[dt.datetime, dt.datetime]]:
    """By membership, from when until when somebody was there. They came when they knocked."""
    found: dict[int, tuple[dt.datetime, dt.datetime]] = {}
    for visit in Visit.objects.filter(room=room, admitted_at__isnull=False).order_by("came_at", "pk"):
        came, left = found.get(visit.membership_id, (visit.came_at, visit.came_at))
        found[visit.membership_id] = (min(came, visit.came_at), max(left, visit.left_at or visit.heard_at))
    return found
