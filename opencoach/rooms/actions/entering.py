"""Somebody comes to a room, is let in, and goes."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.conversations.actions.saying import note_system
from opencoach.conversations.models import Message
from opencoach.people.models import Membership, Person
from opencoach.people.refusal import Refused
from opencoach.rooms import access, hours, news
from opencoach.rooms.models import Room, Visit
from opencoach.sessions.models import CoachingSession

BEGUN = "room_began"


@transaction.atomic
def enter(session: CoachingSession, member: Membership, *, now: dt.datetime | None = None, tell: bool = True) -> Visit:
    """They come. Its coach is in at once, and so is a client who was let in before; another one waits.

    Raises Refused while the room is not open. Coming again is the same stay, unless it had ended meanwhile. Where the
    caller does that itself, nobody is told (`tell`).
    """
    now = now or timezone.now()
    room = room_of(session)
    if hours.standing(session, now, room.ended_at, reopened=room.reopened_at is not None) != "open":
        raise Refused(_("This room is not open."))
    end_silent(room, now)
    visit = Visit.objects.filter(room=room, membership=member, left_at=None).first()
    if visit is None:
        admitted = access.is_coach(member, session) or was_in(room, member)
        visit = Visit.objects.create(
            room=room, membership=member, came_at=now, heard_at=now, admitted_at=now if admitted else None
        )
    else:
        Visit.objects.filter(pk=visit.pk).update(heard_at=now)
    begin(room, session, now)
    if room.began_at is not None and room.first_seq is None:
        note(session, BEGUN, "first_seq")
    if tell:
        news.tell(session)
    return visit


@transaction.atomic
def admit(session: CoachingSession, member: Membership, *, by: Person, now: dt.datetime | None = None) -> Visit:
    """The coach lets somebody in who waits. Raises Refused where nobody of that name does."""
    now = now or timezone.now()
    room = room_of(session)
    end_silent(room, now)
    visit = Visit.objects.filter(room=room, membership=member, left_at=None).first()
    if visit is None:
        raise Refused(_("%(name)s does not wait here any more.") % {"name": member.display_name})
    if visit.admitted_at is None:
        visit.admitted_at, visit.admitted_by = now, by
        visit.save(update_fields=["admitted_at", "admitted_by"])
        begin(room, session, now)
        news.tell(session)
    return visit


@transaction.atomic
def leave(session: CoachingSession, member: Membership, *, now: dt.datetime | None = None) -> None:
    """They go, and may come again."""
    gone = Visit.objects.filter(room__session=session, membership=member, left_at=None)
    if gone.update(left_at=now or timezone.now()):
        news.tell(session)


def hear(session: CoachingSession, member: Membership, *, now: dt.datetime | None = None) -> None:
    """They are still there, if they are."""
    now = now or timezone.now()
    stay = Visit.objects.filter(room__session=session, membership=member, left_at=None)
    stay.filter(heard_at__gte=now - hours.SILENCE).update(heard_at=now)


def room_of(session: CoachingSession) -> Room:
    """The room of the session, locked until the commit; made for the first who comes."""
    medium = Room.Medium.TEXT if session.medium == Room.Medium.TEXT else Room.Medium.VIDEO
    Room.objects.get_or_create(session=session, defaults={"medium": medium})
    return Room.objects.select_for_update(of=("self",)).get(session=session)


def was_in(room: Room, member: Membership) -> bool:
    return Visit.objects.filter(room=room, membership=member, admitted_at__isnull=False).exists()


def end_silent(room: Room, now: dt.datetime) -> int:
    """Stays without a sign for long have ended when the last one came; how many."""
    silent = Visit.objects.filter(room=room, left_at=None, heard_at__lt=now - hours.SILENCE)
    return sum(Visit.objects.filter(pk=one.pk).update(left_at=one.heard_at) for one in silent)


def begin(room: Room, session: CoachingSession, now: dt.datetime) -> None:
    """The session begins when both sides are in."""
    if room.began_at is not None:
        return
    inside = Visit.objects.filter(room=room, left_at=None, admitted_at__isnull=False).select_related("membership")
    sides = {access.is_coach(visit.membership, session) for visit in inside}
    if sides == {True, False}:
        room.began_at = now
        room.save(update_fields=["began_at"])
        note(session, BEGUN, "first_seq")


def note(session: CoachingSession, what: str, field: str, at: dt.datetime | None = None) -> None:
    """A line in the conversation, whose sequence the room keeps: after the commit, since a conversation is locked by
    whoever writes in it. One line however often it is noted (of what may happen twice: for each `at`), so what a crash
    left out is noted the next time."""
    key = f"{what.removeprefix('room_')}-{session.public_id.hex[-20:]}"  # forty characters at most
    once = f"{key}-{int(at.timestamp())}" if at else key
    transaction.on_commit(lambda: _note(session, what, field, once), robust=True)


def _note(session: CoachingSession, what: str, field: str, once: str) -> None:
    note_system(session.engagement, what, {"once": once, "session": str(session.public_id)})
    line = Message.objects.filter(conversation__engagement=session.engagement, kind=Message.Kind.SYSTEM, client_id=once)
    if (seq := line.values_list("seq", flat=True).first()) is not None:
        Room.objects.filter(session=session).update(**{field: seq})
