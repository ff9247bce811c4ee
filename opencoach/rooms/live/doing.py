"""What the socket does with the database, each in a thread."""

import contextlib
from collections.abc import Sequence

from django.http import Http404
from django.utils import timezone

from opencoach.lib.finding import first
from opencoach.live.ports import Identity
from opencoach.people.models import Membership
from opencoach.people.refusal import Refused
from opencoach.rooms import access
from opencoach.rooms.actions import entering
from opencoach.rooms.models import Visit
from opencoach.rooms.queries.facts import Facts, facts
from opencoach.sessions.models import CoachingSession


def enter(identity: Identity, room: str) -> tuple[int, Facts] | None:
    """The session's key and how its room stands, once they have come in or knocked; None where it is not theirs. One
    that is not open is only looked at."""
    member = _member(identity.membership_id)
    if member is None:
        return None
    try:
        session = access.get_session(member, room)
    except Http404:
        return None
    with contextlib.suppress(Refused):
        entering.enter(session, member, tell=False)
    found = facts(session.pk)
    return None if found is None else (session.pk, found)


def leave(session_pk: int, member_pk: int) -> None:
    member, session = Membership.objects.filter(pk=member_pk).first(), _session(session_pk)
    if member is not None and session is not None:
        entering.leave(session, member)


def admit(session_pk: int, member_pk: int, who: str) -> str:
    """Let a member (a public id) in who waits; gives why not, "" where it was done."""
    coach, session = _member(member_pk), _session(session_pk)
    if coach is None or session is None or not access.is_coach(coach, session):
        return "only a coach lets in"
    waiting = Visit.objects.filter(room__session=session, left_at=None)
    member = first(Membership.objects.filter(pk__in=waiting.values("membership")), who)
    if member is None:
        return "nobody of that name waits"
    try:
        entering.admit(session, member, by=coach.person)
    except Refused as error:
        return str(error)
    return ""


def may_stay(member_pk: int, room: str) -> bool:
    """Whether they still take part in that session."""
    member = _member(member_pk)
    if member is None:
        return False
    try:
        access.get_session(member, room)
    except Http404:
        return False
    return True


def hear(stays: Sequence[tuple[int, int]]) -> None:
    """These (session, member) are still there."""
    now = timezone.now()
    visits = Visit.objects.filter(left_at=None)
    for session_pk, member_pk in stays:
        visits.filter(room__session=session_pk, membership=member_pk).update(heard_at=now)


def _member(pk: int) -> Membership | None:
    return Membership.objects.select_related("practice", "person").filter(pk=pk, ended_at=None).first()


def _session(pk: int) -> CoachingSession | None:
    return CoachingSession.objects.select_related("engagement__practice", "coach__person").filter(pk=pk).first()
