"""Fill an empty installation with a practice that looks lived in: the same day gives the same practice."""

import datetime as dt
import zoneinfo
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from opencoach.demo import (
    asking,
    conversing,
    elsewhere,
    letters,
    living,
    meeting,
    noting,
    planning,
    rating,
    several,
    shelves,
    strangers,
    texting,
)
from opencoach.demo.cast import PEOPLE, PRACTICE, WORK, Role, Status, Who, Work
from opencoach.onboarding.agreement import default_text, text_for, text_hash
from opencoach.onboarding.models import Acceptance, Agreement, Invitation
from opencoach.outbox.calm import standing
from opencoach.outbox.calm.habits import Habits
from opencoach.people.models import (
    Consent,
    Engagement,
    EngagementClient,
    EngagementCoach,
    Event,
    Group,
    Membership,
    Pause,
    Person,
    Practice,
    Sponsorship,
)

PAUSED_FOR = 9  # days ago that Grace's pause began


@dataclass
class Demo:
    """What is being built: the practice, its people by their letter, and its clock."""

    now: dt.datetime
    practice: Practice
    people: dict[str, Membership] = field(default_factory=dict)

    @property
    def today(self) -> dt.date:
        return self.now.astimezone(zoneinfo.ZoneInfo(self.practice.zone)).date()

    def ago(self, days: int, hour: int = 9, minute: int = 0) -> dt.datetime:
        """That long before today, at this time in the practice's zone; never in the future."""
        zone = zoneinfo.ZoneInfo(self.practice.zone)
        moment = dt.datetime.combine(self.today - dt.timedelta(days=days), dt.time(hour, minute), zone)
        return min(moment.astimezone(dt.UTC), self.now)

    def note(
        self,
        verb: str,
        at: dt.datetime,
        actor: Membership | None = None,
        about: Engagement | None = None,
        **data: object,
    ) -> None:
        person = actor.person if actor else None
        Event.objects.create(practice=self.practice, engagement=about, actor=person, verb=verb, data=data, at=at)


def build(now: dt.datetime | None = None) -> bool:
    """Build the demo, once: an installation that has a practice stays as it is. Gives whether it was built."""
    if Practice.objects.exists():
        return False
    with transaction.atomic():
        began = Practice(created_at=timezone.now(), **PRACTICE)
        demo = Demo(now or timezone.now(), began)
        began.created_at = demo.ago(400)
        began.save()
        agreement = _people(demo)
        offered = meeting.offer(demo)
        elsewhere.add(demo)
        shelves.fill(demo, offered["coaching-session"])
        for work in WORK:
            engagement = _engagement(demo, work, agreement)
            meeting.meet(demo, work, engagement, offered)
            rating.say(demo, work.talk, engagement)
            if work.talk == "ana":
                living.live(planning.plan(demo, engagement))
                asking.ask(demo, engagement)
                shelves.send(demo, engagement)
                noting.write(demo, engagement)
        strangers.open_pages(demo, offered["first-talk"])
        letters.invitations(demo)
        several.write(demo)
        _calm(demo)
        texting.reach(demo)
    letters.deliver(demo)
    return True


def _calm(demo: Demo) -> None:
    """Ana sleeps from ten to seven, and wants three mails a day at most."""
    ana = demo.people["A"]
    likes = Habits(ana.zone, quiet=(dt.time(22), dt.time(7)), cap=3)
    ana.preferences = {**ana.preferences, standing.KEY: likes.words}
    ana.save(update_fields=["preferences"])
    demo.note("mail.habits", demo.ago(60), ana)


def _people(demo: Demo) -> Agreement:
    for who in PEOPLE:
        demo.people[who.letter] = _member(demo, who)
    owner = demo.people["M"]
    demo.note("practice.created", demo.ago(400), owner)
    text = default_text()
    return Agreement.objects.create(
        practice=demo.practice,
        version=1,
        text=text,
        text_hash=text_hash(text),
        published_at=demo.ago(399, 11),
        published_by=owner.person,
    )


def _member(demo: Demo, who: Who) -> Membership:
    came = demo.ago(who.days, 10, 12)
    person = Person(email=who.email, created_at=came)
    person.set_unusable_password()
    person.save()
    EmailAddress.objects.create(user=person, email=who.email, verified=True, primary=True)
    membership = Membership.objects.create(
        practice=demo.practice,
        person=person,
        role=who.role,
        display_name=who.name,
        zone=who.zone,
        created_at=came,
    )
    demo.note("membership.began", came, membership, role=str(who.role))
    return membership


def _engagement(demo: Demo, work: Work, agreement: Agreement) -> Engagement:
    coach = demo.people[work.coach]
    clients = [demo.people[letter] for letter in work.clients]
    began = demo.ago(work.days + 3, 16, 30)
    group = Group.objects.create(practice=demo.practice, name=work.group, created_at=began) if work.group else None
    engagement = Engagement.objects.create(
        practice=demo.practice,
        group=group,
        title=work.group or clients[0].display_name,
        specialisation=work.specialisation,
        status=Status.ACTIVE,
        status_at=demo.ago(work.days, 10, 20),
        status_by=clients[0].person,
        allotment_kind=Engagement.Allotment.SESSIONS if work.sessions else Engagement.Allotment.OPEN,
        allotment_amount=work.sessions,
        created_at=began,
    )
    demo.note("engagement.began", began, coach, engagement, specialisation=work.specialisation)
    EngagementCoach.objects.create(engagement=engagement, membership=coach, since=began)
    for client in clients:
        _comes_in(demo, engagement, coach, client, agreement)
    if work.sponsor:
        Sponsorship.objects.create(engagement=engagement, membership=demo.people[work.sponsor], since=began)
        demo.note("sponsorship.began", began, coach, engagement)
    demo.note("engagement.activated", demo.ago(work.days, 10, 20), clients[0], engagement)
    conversing.tell(demo, work, engagement)
    _status(demo, work, engagement, coach)
    return engagement


def _comes_in(demo: Demo, engagement: Engagement, coach: Membership, client: Membership, agreement: Agreement) -> None:
    at = client.created_at
    EngagementClient.objects.create(engagement=engagement, membership=client, since=at)
    invitation = Invitation.objects.create(
        practice=demo.practice,
        engagement=engagement,
        email=client.person.email,
        name=client.display_name,
        zone=client.zone,
        nonce=f"demo{client.pk:028d}",
        invited_by=coach,
        created_at=at - dt.timedelta(days=2),
        sent_at=at - dt.timedelta(days=2),
        expires_at=at + dt.timedelta(days=12),
        accepted_at=at,
        accepted_by=client.person,
    )
    text = text_for(agreement.text, engagement, client.display_name)
    acceptance = Acceptance.objects.create(
        agreement=agreement,
        engagement=engagement,
        person=client.person,
        name=client.display_name,
        text=text,
        text_hash=text_hash(text),
        accepted_at=at,
    )
    Consent.objects.create(
        engagement=engagement, person=client.person, kind="agreement", wording="version 1", given_at=at
    )
    demo.note("invitation.sent", invitation.created_at, coach, engagement, role=str(Role.CLIENT))
    demo.note("engagement.joined", at, client, engagement, member=str(client.public_id))
    demo.note("agreement.accepted", at, client, engagement, version=1)
    letters.copy_of(acceptance)
    letters.sent_invitation(invitation)


def _status(demo: Demo, work: Work, engagement: Engagement, coach: Membership) -> None:
    if work.status == Status.PAUSED:
        at = demo.ago(PAUSED_FOR, 17, 5)
        Pause.objects.create(
            engagement=engagement,
            starts_on=demo.today - dt.timedelta(days=PAUSED_FOR),
            ends_on=demo.today + dt.timedelta(days=12),
            reason="Family visit in Kumasi",
            created_at=at,
            created_by=coach.person,
        )
        demo.note("pause.made", at, coach, engagement)
    elif work.status == Status.ENDED:
        at = demo.ago(work.ended, 15, 40)
        demo.note("engagement.ended", at, coach, engagement)
    else:
        return
    Engagement.objects.filter(pk=engagement.pk).update(
        status=work.status,
        status_at=at,
        status_by=coach.person,
        status_reason="We reached what we set out for." if work.ended else "",
    )
