"""Mail about one session: what a calendar program answers to our invitation, and words to its organizer's address.

Where mail comes in, the organizer of an invitation is an address of ours that names the session and its reader. An
answer counts when it comes from an address of one of the session's people, proven as everywhere, and to the
invitation that stands: its UID, and its SEQUENCE.
"""

import datetime as dt
import uuid
import zoneinfo
from dataclasses import replace

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from opencoach.lib import limits
from opencoach.outbox import ports
from opencoach.outbox.mail_in.itip import Itip
from opencoach.outbox.ports import Arrived, Held, Ignored, Outcome, Taken
from opencoach.people.models import Engagement, Membership
from opencoach.people.queries.engagements import with_parts
from opencoach.sessions import entry
from opencoach.sessions.actions.answering import note_answer, propose, say_outdated
from opencoach.sessions.mails.invitation import HALF, PLACE
from opencoach.sessions.mails.readers import readers
from opencoach.sessions.models import Attendance, CoachingSession

AN_HOUR = 20  # answers of one person about one session
FARTHEST = dt.timedelta(days=730)
ANSWERS = {
    "ACCEPTED": Attendance.Answer.ACCEPTED,
    "TENTATIVE": Attendance.Answer.TENTATIVE,
    "DECLINED": Attendance.Answer.DECLINED,
}


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_inbound(PLACE, arrive)
    ports.register_calendar(answered)


def arrive(arrived: Arrived) -> Outcome:
    """Words to the address of an invitation's organizer are said in the conversation."""
    pk, person = int.from_bytes(arrived.place[:HALF], "big"), int.from_bytes(arrived.place[HALF:], "big")
    session = _with_engagement(CoachingSession.objects.filter(pk=pk))
    member = next((one for one in readers(session) if one.person_id == person), None) if session else None
    if session is None or member is None:
        return Ignored("takes no part")
    with override(session.practice.language):
        why = _doubt(arrived, {member.person.email.lower(): member})
        if why:
            return Held(session.engagement, why, member.person)
        return ports.said_by_mail(session.engagement, member.person, arrived)


def answered(arrived: Arrived) -> Outcome | None:
    """The handler of `ports.register_calendar`; None for an invitation that isn't ours."""
    said = arrived.mail.itip
    session = _session_of(said.uid) if said else None
    if said is None or session is None:
        return None
    if not session.is_ahead or session.starts_at <= timezone.now():
        return Ignored("the session is over")
    if session.engagement.status == Engagement.Status.ENDED:
        return Ignored("the work has ended")
    people = {one.person.email.lower(): one for one in readers(session)}
    with override(session.practice.language):
        member = people.get(arrived.mail.sender)
        why = _doubt(arrived, people, said)
        if why or member is None:
            named = member or next((people[one] for one in said.attendees if one in people), None)
            return Held(session.engagement, why, named.person) if named else Ignored("nobody of this session")
        if not limits.allowed("calendar-answers", f"{session.pk}:{member.pk}", AN_HOUR, 3600):
            return Ignored("too often")
        return _act(session, member, said, arrived)


def _act(session: CoachingSession, member: Membership, said: Itip, arrived: Arrived) -> Outcome:
    answer = ANSWERS.get(said.attendees.get(arrived.mail.sender, ""))
    at = said.stamp or timezone.now()
    if said.sequence != session.sequence:
        if said.method == "COUNTER" or answer == Attendance.Answer.DECLINED:
            say_outdated(session, member, at=at)
        return Ignored("an answer to an earlier invitation")
    if said.method == "COUNTER":
        start = _wanted(said, member)
        if start is None:
            words = _("It proposes a time that can’t be read, that is over, or that is too far ahead.")
            return Held(session.engagement, words, member.person)
        if start != session.starts_at:
            propose(session, member, start, at=at)
    elif answer is None:
        return Ignored("no answer that means something here")
    else:
        note_answer(session, member, answer, at=at)
    return _say(session, member, said.comment, arrived)


def _say(session: CoachingSession, member: Membership, comment: str, arrived: Arrived) -> Outcome:
    """What they wrote beside it stands in the conversation."""
    if not comment:
        return Taken()
    mail = replace(arrived.mail, text=comment, subject="", files=[])
    return ports.said_by_mail(session.engagement, member.person, replace(arrived, mail=mail))


def _wanted(said: Itip, member: Membership) -> dt.datetime | None:
    """When they would like it to begin, in UTC; None for a time that it can't begin at."""
    start = said.start
    if start is None:
        return None
    try:
        if start.tzinfo is None:
            start = start.replace(tzinfo=zoneinfo.ZoneInfo(member.zone))
        start = start.astimezone(dt.UTC).replace(second=0, microsecond=0)
    except (OverflowError, ValueError):
        return None
    now = timezone.now()
    return start if now < start < now + FARTHEST else None


def _doubt(arrived: Arrived, people: dict[str, Membership], said: Itip | None = None) -> str:
    """Why it may not be from whom it says; "" where there is no doubt."""
    sender = arrived.mail.sender
    if not arrived.proven:
        return _("Nothing proves that it comes from %s.") % (sender or _("anybody"))
    if sender not in people:
        return _("It comes from %s.") % sender
    if said is not None and said.attendees and sender not in said.attendees:
        return _("It answers for somebody else.")
    return ""


def _session_of(uid: str) -> CoachingSession | None:
    """The session of an invitation that we have sent."""
    try:
        key = uuid.UUID(uid.partition("@")[0])
    except ValueError:
        return None
    session = _with_engagement(CoachingSession.objects.filter(public_id=key))
    return session if session is not None and entry.uid(session).lower() == uid.lower() else None


def _with_engagement(rows: QuerySet[CoachingSession]) -> CoachingSession | None:
    session = rows.select_related("practice", "session_type", "coach__person").first()
    if session is not None:
        session.engagement = with_parts(Engagement.objects.all()).get(pk=session.engagement_id)
    return session
