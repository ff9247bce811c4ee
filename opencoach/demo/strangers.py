"""The demo's booking pages, open, and somebody who has booked a first talk there."""

import datetime as dt
import zoneinfo
from typing import TYPE_CHECKING

from opencoach.demo.cast import Role, Status
from opencoach.people.models import Engagement, EngagementClient, EngagementCoach, Membership, Person
from opencoach.scheduling.models import BookingPage, CoachPage
from opencoach.scheduling.queries.free import DAY, Free
from opencoach.sessions import private
from opencoach.sessions.actions import steps
from opencoach.sessions.actions.taking import span
from opencoach.sessions.models import Attendance, CoachingSession, Occupancy, SessionStep, SessionType

if TYPE_CHECKING:
    from opencoach.demo.build import Demo

ABOUT = {
    "M": "I coach people who lead for the first time, and people who have led for long and want it to feel lighter.\n\n"
    "We begin with half an hour. You tell me what you would like to change, I tell you how I work, and you decide "
    "afterwards, in your own time.",
    "D": "Careers are my field: finding out what you want next, and getting there.",
}
PRACTICE = "Two coaches in Berlin, for leading, working and living. Choose with whom you want to talk first."
SAID = [("What brings you here?", "I have led a team since May, and I miss my own work. Is that normal?")]


def open_pages(demo: "Demo", talk: SessionType) -> None:
    """Both coaches' pages and the practice's, and a prospect of Miriam's with a talk in the coming days."""
    opened = {"opened_at": demo.ago(80), "updated_at": demo.ago(80)}
    for letter, about in ABOUT.items():
        coach = demo.people[letter]
        slug = coach.display_name.lower().replace(" ", "-")
        CoachPage.objects.create(membership=coach, practice=demo.practice, slug=slug, about=about, **opened)
        demo.note("coach_page.opened", demo.ago(80), coach)
    owner, now = demo.people["M"], int(demo.now.timestamp())
    sites = ["https://www.okafor.example"]
    BookingPage.objects.create(practice=demo.practice, about=PRACTICE, listed=False, sites=sites, **opened)
    starts = Free(owner, talk, (now + 2 * DAY, now + 30 * DAY), by_staff=False).starts(demo.now)
    if starts:
        _talk(demo, _prospect(demo, owner), talk, dt.datetime.fromtimestamp(starts[0], zoneinfo.ZoneInfo("UTC")))


def _prospect(demo: "Demo", coach: Membership) -> Engagement:
    at = demo.ago(1, 8, 50)
    person = Person(email="yuki@example.org", created_at=at)
    person.set_unusable_password()
    person.save()
    client = Membership.objects.create(
        practice=demo.practice, person=person, role=Role.CLIENT, display_name="Yuki Mori", zone="Asia/Tokyo",
        created_at=at,
    )  # fmt: skip
    made = Engagement.objects.create(
        practice=demo.practice, title=client.display_name, specialisation="executive", status=Status.PROSPECT,
        status_at=at, status_by=person, created_at=at,
    )  # fmt: skip
    EngagementCoach.objects.create(engagement=made, membership=coach, since=at)
    EngagementClient.objects.create(engagement=made, membership=client, since=at)
    demo.note("engagement.began", at, client, made, specialisation=made.specialisation)
    return made


def _talk(demo: "Demo", engagement: Engagement, kind: SessionType, start: dt.datetime) -> None:
    coach, client = engagement.current_coaches[0], engagement.current_clients[0]
    session = CoachingSession(
        practice=demo.practice, engagement=engagement, session_type=kind, coach=coach, medium=kind.medium,
        before=kind.before, after=kind.after, counts=False, created_at=engagement.created_at,
    )  # fmt: skip
    steps.plan(session, start, coach.zone, kind.minutes)
    session.answers = private.seal_answers(session, SAID)
    session.save()
    starts, ends = span(session)
    Occupancy.objects.create(session=session, person=coach.person, starts=starts, ends=ends)
    Attendance.objects.bulk_create(Attendance(session=session, membership=one) for one in (coach, client))
    SessionStep.objects.create(session=session, kind="booked", at=session.created_at, actor=client.person)
    demo.note("session.booked", session.created_at, client, engagement, starts_at=session.starts_at.isoformat())
