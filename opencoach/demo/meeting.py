"""The sessions of the demo: what has been held, what was missed or moved, and what is booked."""

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opencoach.demo.cast import Status, Work
from opencoach.people.models import Engagement, Membership
from opencoach.scheduling.models import Availability, Override, Travel
from opencoach.sessions import private, times
from opencoach.sessions.actions.taking import span
from opencoach.sessions.models import Attendance, CoachingSession, Occupancy, SessionStep, SessionType, SessionTypeCoach
from opencoach.sessions.models.type import Medium

if TYPE_CHECKING:
    from opencoach.demo.build import Demo

TYPES: tuple[dict[str, Any], ...] = (
    {
        "slug": "coaching-session",
        "name": "Coaching session",
        "minutes": 60,
        "description": "An hour for what matters most to you now.",
        "questions": ["What would make this hour worth it?"],
        "per_day": 4,
        "nudge_days": 21,
    },
    {
        "slug": "first-talk",
        "name": "First talk",
        "minutes": 30,
        "audience": SessionType.Audience.ANYBODY,
        "price": "Free of charge",
        "hue": "sea",
        "description": "Half an hour to see whether we want to work together.",
        "questions": ["What brings you here?"],
        "reminders": [{"before": 24 * 3600}],
    },
    {
        "slug": "walk-and-talk",
        "name": "Walk and talk",
        "minutes": 45,
        "medium": Medium.IN_PERSON,
        "place": "The park gate, Tiergarten",
        "hue": "olive",
        "approval": True,
    },
    {
        "slug": "group-session",
        "name": "Group session",
        "minutes": 90,
        "hue": "iris",
        "description": "An hour and a half for the whole group.",
    },
)
WEEKS = {
    "M": {0: [(9, 12), (14, 17)], 1: [(9, 12), (14, 18)], 2: [(9, 12)], 3: [(9, 13), (14, 17)], 4: [(9, 12)]},
    "D": {0: [(10, 13), (15, 19)], 1: [(12, 19)], 2: [(10, 17)], 4: [(8, 14)]},
}
OFFERED = {
    "M": ("coaching-session", "first-talk", "walk-and-talk", "group-session"),
    "D": ("coaching-session", "first-talk", "walk-and-talk"),
}
WEEKLY = {"jonas", "tomas"}
HELD_AS = {"leads": "group-session", "grace": "walk-and-talk"}  # the others have coaching sessions
ASKED = {"ana": (3, "walk-and-talk", 4, 10)}  # asks for one: so many days ahead at least, its weekday and hour
# Which weekday (0 is Monday) and hour on the coach's clock each engagement meets at, every second week.
RHYTHM = {"ana": (1, 10), "tomas": (2, 14), "jonas": (3, 9), "leila": (4, 11), "grace": (1, 16), "leads": (3, 11)}
AGENDA = {"ana": "The conversation with Rui: how it went, and what I want from him now."}
# what their calendars have answered to the next ones; who proposes another time would come in the afternoon
ANSWERED = {"ana": ("accepted",), "jonas": ("accepted", "proposed")}
LATER = dt.timedelta(hours=5)
SOON = {"ana": "What I say to Rui when he asks for the numbers again."}  # begins in a moment, about this
MISSED = {"jonas": 3}  # which of the past ones, counted back


def offer(demo: "Demo") -> dict[str, SessionType]:
    """What the practice's coaches offer, by slug, and when they can be booked."""
    for letter, weekly in WEEKS.items():
        week = {str(day): [[opens * 60, closes * 60] for opens, closes in hours] for day, hours in weekly.items()}
        row = Availability.objects.create(membership=demo.people[letter], weekly=week, updated_at=demo.ago(60))
        year = demo.today.year
        first, last = dt.date(year, 12, 24), dt.date(year + 1, 1, 3)
        Override.objects.create(availability=row, first=first, last=last, label="Christmas and New Year")
        _unlike(demo, letter, row)
    made = {}
    for values in TYPES:
        made[values["slug"]] = SessionType.objects.create(practice=demo.practice, created_at=demo.ago(390), **values)
    for letter, slugs in OFFERED.items():
        for slug in slugs:
            SessionTypeCoach.objects.create(session_type=made[slug], membership=demo.people[letter])
    return made


def _unlike(demo: "Demo", letter: str, row: Availability) -> None:
    """Days of the coming weeks that differ: an evening that Miriam opens, and a journey of hers; a day off of Devi's.
    What would fall between Christmas and New Year is left out."""
    monday = demo.today + dt.timedelta(days=7 - demo.today.weekday())
    away = dt.date(demo.today.year, 12, 24)
    if letter == "D":
        off = monday + dt.timedelta(days=1)
        if off < away:
            Override.objects.create(availability=row, first=off, last=off, label="Training")
        return
    late = monday + dt.timedelta(days=2)
    if late < away:
        hours = [[9 * 60, 12 * 60], [17 * 60, 20 * 60]]
        Override.objects.create(availability=row, first=late, last=late, ranges=hours, label="Evening clinic")
    first = monday + dt.timedelta(days=9)
    Travel.objects.create(availability=row, first=first, last=first + dt.timedelta(days=3), zone="Europe/Lisbon")


@dataclass(frozen=True)
class Meetings:
    """One engagement's sessions in the demo."""

    demo: "Demo"
    work: Work
    engagement: Engagement
    kind: SessionType

    @property
    def coach(self) -> Membership:
        return self.demo.people[self.work.coach]

    @property
    def clients(self) -> list[Membership]:
        return [self.demo.people[letter] for letter in self.work.clients]

    def days(self, first: dt.date, last: dt.date) -> list[dt.date]:
        """The days of its rhythm from one day until before another."""
        weekday, _hour = RHYTHM[self.work.talk]
        odd = sum(self.work.talk.encode()) % 2  # not everybody in the same week
        days = [first + dt.timedelta(days=n) for n in range((last - first).days)]
        on = [day for day in days if day.weekday() == weekday]
        return on if self.work.talk in WEEKLY else [day for day in on if (day.toordinal() // 7) % 2 == odd]

    def until(self) -> dt.date:
        """The day after its last session."""
        gone = self.work.ended or (10 if self.work.status == Status.PAUSED else 0)
        return self.demo.today - dt.timedelta(days=gone)

    def planned(self, day: dt.date, at: dt.time | None = None) -> CoachingSession:
        """One on that day, not saved; `at`: on the coach's clock, not at its usual hour."""
        clock = at or dt.time(RHYTHM[self.work.talk][1])
        start = times.instant(day, clock, self.coach.zone)
        return CoachingSession(
            practice=self.demo.practice, engagement=self.engagement, session_type=self.kind, coach=self.coach,
            medium=self.kind.medium, day=day, clock=clock, zone=self.coach.zone, minutes=self.kind.minutes,
            before=self.kind.before, after=self.kind.after,
            starts_at=start, ends_at=start + dt.timedelta(minutes=self.kind.minutes),
        )  # fmt: skip

    def held(self, day: dt.date, *, missed: bool) -> None:
        """One of the past."""
        session = self.planned(day)
        session.created_at = self.demo.ago((self.demo.today - day).days + 9, 12)
        session.status = CoachingSession.Status.MISSED if missed else CoachingSession.Status.HELD
        if not missed:
            late = day.toordinal() % 5  # minutes; people come as people come
            session.started_at = session.starts_at + dt.timedelta(minutes=late)
            session.ended_at = session.ends_at + dt.timedelta(minutes=late - 2)
        session.save()
        self.attend(session, self.clients if missed else [])
        self.step(session, "booked", session.created_at, self.clients[0])
        self.step(session, "missed" if missed else "held", session.ends_at + dt.timedelta(minutes=5), self.coach)

    def soon(self, agenda: str) -> None:
        """One that begins in five to ten minutes, so that its room is open to look into."""
        minutes = 5 * 60
        begin = int(self.demo.now.timestamp()) // minutes * minutes + 2 * minutes
        local = dt.datetime.fromtimestamp(begin, zoneinfo.ZoneInfo(self.coach.zone))
        self.booked(local.date(), agenda, at=local.time())

    def booked(self, day: dt.date, agenda: str = "", answer: str = "", *, at: dt.time | None = None) -> None:
        """One that is to come; `answer`: what the client's calendar says to it; `at`: not at the usual hour."""
        session = self.planned(day, at)
        session.created_at = self.demo.ago(2 + day.toordinal() % 11, 18, 20)
        session.agenda = private.seal(session, "agenda", agenda)
        session.save()
        starts, ends = span(session)
        Occupancy.objects.create(session=session, person=self.coach.person, starts=starts, ends=ends)
        self.attend(session, [])
        self.step(session, "booked", session.created_at, self.clients[0])
        if answer:
            self.answered(session, answer)

    def answered(self, session: CoachingSession, answer: str) -> None:
        at = self.demo.ago(0, 7, 40)
        wanted = session.starts_at + LATER if answer == "proposed" else None
        session.attendances.filter(membership=self.clients[0]).update(
            answer=answer, answered_at=at, answer_sequence=session.sequence, proposed_for=wanted
        )
        if wanted:
            self.step(session, "proposed", at, self.clients[0])

    def asked_for(self, kind: SessionType, day: dt.date, hour: int) -> None:
        """One that waits for the coach's word."""
        session = self.planned(day)
        session.session_type, session.medium, session.place = kind, kind.medium, kind.place
        session.status = CoachingSession.Status.REQUESTED
        session.created_at = self.demo.ago(0, 8, 5)
        session.clock = dt.time(hour)
        session.minutes, session.before, session.after = kind.minutes, kind.before, kind.after
        session.starts_at = times.instant(day, session.clock, session.zone)
        session.ends_at = session.starts_at + dt.timedelta(minutes=kind.minutes)
        session.save()
        starts, ends = span(session)
        Occupancy.objects.create(session=session, person=self.coach.person, starts=starts, ends=ends)
        self.attend(session, [])
        self.step(session, "requested", session.created_at, self.clients[0])

    def attend(self, session: CoachingSession, missing: list[Membership]) -> None:
        """Who takes part, and whether they were there where it is over."""
        presence = Attendance.Presence
        there = presence.UNKNOWN if session.is_ahead else presence.THERE
        Attendance.objects.bulk_create(
            Attendance(session=session, membership=one, presence=presence.MISSING if one in missing else there)
            for one in (self.coach, *self.clients)
        )

    def step(self, session: CoachingSession, kind: str, at: dt.datetime, actor: Membership) -> None:
        """What was done, in the session's record and in the events."""
        SessionStep.objects.create(session=session, kind=kind, at=at, actor=actor.person)
        self.demo.note(f"session.{kind}", at, actor, self.engagement, starts_at=session.starts_at.isoformat())


def meet(demo: "Demo", work: Work, engagement: Engagement, offered: Mapping[str, SessionType]) -> None:
    """Every second week since it began (some every week), and the next few that are booked."""
    kind = offered[HELD_AS.get(work.talk, "coaching-session")]
    meetings = Meetings(demo, work, engagement, kind)
    past = meetings.days(demo.today - dt.timedelta(days=work.days), meetings.until())
    for back, day in enumerate(reversed(past)):
        meetings.held(day, missed=MISSED.get(work.talk) == back)
    if work.talk in SOON:
        meetings.soon(SOON[work.talk])
    if work.status == Status.ACTIVE:
        tomorrow = demo.today + dt.timedelta(days=1)
        ahead = meetings.days(tomorrow, tomorrow + dt.timedelta(days=40))[: 4 if work.talk in WEEKLY else 2]
        for number, day in enumerate(ahead):
            said = ANSWERED.get(work.talk, ())
            agenda = "" if number else AGENDA.get(work.talk, "")
            meetings.booked(day, agenda, said[number] if number < len(said) else "")
    if work.talk in ASKED:
        least, slug, weekday, hour = ASKED[work.talk]
        first = demo.today + dt.timedelta(days=least)
        meetings.asked_for(offered[slug], first + dt.timedelta(days=(weekday - first.weekday()) % 7), hour)
