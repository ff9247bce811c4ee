"""What somebody's calendar program answers to the invitation: noted, never acted upon by itself.

A no asks whoever said it whether to cancel; another time is the coach's to take or to refuse.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.outbox.actions.post import post
from opencoach.people.actions.event import record_event
from opencoach.people.models import Membership, Person
from opencoach.people.refusal import Refused
from opencoach.sessions.actions import steps
from opencoach.sessions.actions.changing import move
from opencoach.sessions.actions.steps import Kind
from opencoach.sessions.models import Attendance, CoachingSession

Answer = Attendance.Answer
DECLINED, PROPOSED, KEPT, OUTDATED = "calendar_declined", "calendar_proposed", "calendar_kept", "calendar_outdated"


@transaction.atomic
def note_answer(session: CoachingSession, member: Membership, answer: str, *, at: dt.datetime) -> bool:
    """They come, perhaps, or not. `at`: when their program says that they said so; gives whether that is news. After a
    no a mail asks them whether to cancel, and the other side hears of it."""
    if not _note(session, member, answer, at):
        return False
    if answer == Answer.DECLINED:
        for reader in {one.pk: one for one in (member, session.coach)}.values():
            _mail(DECLINED, session, reader, member, at)
    return True


@transaction.atomic
def propose(session: CoachingSession, member: Membership, start: dt.datetime, *, at: dt.datetime) -> bool:
    """They would like it to begin at another time; the coach is asked. Gives whether that is news."""
    if not _note(session, member, Answer.PROPOSED, at, start):
        return False
    steps.step(session, Kind.PROPOSED, member.person, proposed_for=start.isoformat())
    _mail(PROPOSED, session, session.coach, member, at, start=start)
    return True


def say_outdated(session: CoachingSession, member: Membership, *, at: dt.datetime) -> None:
    """They answered an invitation that a later one has replaced: they are told how the session stands now."""
    _mail(OUTDATED, session, member, member, at)


@transaction.atomic
def take_proposal(
    session: CoachingSession, proposer: Membership, start: dt.datetime | None, *, actor: Person
) -> CoachingSession:
    """The session moves to where they proposed. Raises Refused where they propose that no longer, Taken where the
    time has gone."""
    session = steps.locked(session)
    _row, wanted = _open(session, proposer, start)
    return move(session, wanted, actor=actor)


@transaction.atomic
def refuse_proposal(
    session: CoachingSession, proposer: Membership, start: dt.datetime | None, *, actor: Person
) -> None:
    """It stays where it is, and they are told. Raises Refused where they propose that no longer."""
    session = steps.locked(session)
    row, wanted = _open(session, proposer, start)
    row.answer, row.proposed_for = Answer.NONE, None
    row.save(update_fields=["answer", "proposed_for"])
    steps.step(session, Kind.KEPT, actor, proposed_for=wanted.isoformat())
    if proposer.person_id != actor.pk:
        _mail(KEPT, session, proposer, proposer, timezone.now(), start=wanted)


def _open(session: CoachingSession, proposer: Membership, start: dt.datetime | None) -> tuple[Attendance, dt.datetime]:
    """What they propose, if it is what whoever answers has seen (`start`)."""
    row = Attendance.objects.filter(
        session=session, membership=proposer, answer=Answer.PROPOSED, answer_sequence=session.sequence
    ).first()
    wanted = row.proposed_for if row is not None else None
    ahead = session.is_ahead and session.starts_at > timezone.now()
    if row is None or wanted is None or wanted != start or not ahead:
        raise Refused(_("This time is proposed no longer. Look at how the session stands now."))
    return row, wanted


@transaction.atomic
def _note(
    session: CoachingSession, member: Membership, answer: str, at: dt.datetime, start: dt.datetime | None = None
) -> bool:
    row, _made = Attendance.objects.select_for_update().get_or_create(session=session, membership=member)
    now = timezone.now()
    at = min(at, now)
    stale = row.answered_at is not None and at < row.answered_at
    if row.answer_sequence == session.sequence and (stale or (row.answer, row.proposed_for) == (answer, start)):
        return False
    row.answer, row.answered_at, row.answer_sequence, row.proposed_for = answer, at, session.sequence, start
    row.save(update_fields=["answer", "answered_at", "answer_sequence", "proposed_for"])
    if answer != Answer.PROPOSED:
        record_event(
            "session.answered",
            practice=session.practice,
            engagement=session.engagement,
            actor=member.person,
            thing=session.public_id,
            answer=str(answer),
        )
    return True


def _mail(
    kind: str, session: CoachingSession, reader: Membership, about: Membership, at: dt.datetime,
    *, start: dt.datetime | None = None,
) -> None:  # fmt: skip
    """To `reader`, of what `about` answered `at` that instant; `start` is what they proposed."""
    if reader.ended_at is not None:
        return
    post(
        kind,
        address=reader.person.email,
        dedupe_key=f"{kind}:{session.public_id}:{session.sequence}:{about.pk}:{reader.pk}:{at.timestamp():.0f}",
        practice=session.practice,
        engagement=session.engagement,
        person=reader.person,
        payload={
            "session": str(session.public_id),
            "member": str(reader.public_id),
            "about": str(about.public_id),
            "sequence": session.sequence,
            "start": start.isoformat() if start else "",
        },
        expires_at=session.starts_at,
    )
