"""The named cast. Two practices that must never see each other, and everybody who could ask.

    Okafor Coaching                        Lindgren & Partners
      Miriam   owner and coach               Astrid   owner and coach
      Devi     the other coach               Oskar    her client
      Priya    an assistant
      Ana      Miriam's client               Nobody's
      Tomás    Devi's client                   Stranger  signed in, in no practice
      Leila    ended with Miriam
      Jonas    a prospect of Miriam            The client's assistant, the supporter and the rater have no
      Mei      } in Miriam's group             membership: they only ever hold a link.
      Omar     }
      Ruben    sponsors Ana
      Bea      was a coach here until her membership ended

`build()` makes them all; a test asks for the `cast` fixture.
"""

import datetime as dt
from dataclasses import dataclass, fields

from django.utils import timezone

from opencoach.people.models import (
    Engagement,
    EngagementClient,
    EngagementCoach,
    Group,
    Membership,
    Person,
    Practice,
    Sponsorship,
)

Role = Membership.Role
Status = Engagement.Status


@dataclass
class Cast:
    practice: Practice
    elsewhere: Practice  # the other practice

    miriam: Membership  # owner, Ana's coach
    devi: Membership  # the other coach
    priya: Membership  # assistant
    ana: Membership  # client
    tomas: Membership  # other client
    leila: Membership  # ended client
    jonas: Membership  # prospect
    mei: Membership  # group co-member
    omar: Membership  # group co-member
    ruben: Membership  # sponsor
    bea: Membership  # ended membership
    astrid: Membership  # owner elsewhere
    oskar: Membership  # client elsewhere

    clients_assistant: Person
    supporter: Person
    rater: Person
    stranger: Person

    ana_engagement: Engagement
    tomas_engagement: Engagement
    leila_engagement: Engagement
    jonas_engagement: Engagement
    group_engagement: Engagement
    oskar_engagement: Engagement
    invited_engagement: Engagement  # Priscilla was invited by Miriam and has not come in yet

    def people(self) -> dict[str, Person]:
        """Everybody by name, for the permission matrix."""
        found: dict[str, Person] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Membership):
                found[field.name] = value.person
            elif isinstance(value, Person):
                found[field.name] = value
        return found


def person(name: str) -> Person:
    """Somebody who signs in as <name>@example.org, by code only."""
    return Person.objects.create_user(f"{name}@example.org")


def member(practice: Practice, name: str, role: str, **fields: object) -> Membership:
    """A new person with a membership. The display name is the first word of the name unless given."""
    fields.setdefault("display_name", name.title())
    fields.setdefault("zone", practice.zone)
    return Membership.objects.create(practice=practice, person=person(name.lower()), role=role, **fields)


def engagement(
    coach: Membership,
    *clients: Membership,
    status: str = Status.ACTIVE,
    group: Group | None = None,
    **fields: object,
) -> Engagement:
    """One coach's work with these clients."""
    fields.setdefault("specialisation", "executive")
    made = Engagement.objects.create(practice=coach.practice, status=status, group=group, **fields)
    EngagementCoach.objects.create(engagement=made, membership=coach)
    EngagementClient.objects.bulk_create(EngagementClient(engagement=made, membership=client) for client in clients)
    return made


def build() -> Cast:
    """The whole cast, in the database."""
    okafor = Practice.objects.create(
        name="Okafor Coaching",
        slug="okafor",
        zone="Europe/Berlin",
        specialisations=["executive", "career"],
        crisis_contacts=[{"name": "Crisis line", "details": "Day and night", "phone": "+49800111011", "url": ""}],
    )
    lindgren = Practice.objects.create(name="Lindgren & Partners", slug="lindgren", zone="Europe/Stockholm")
    miriam = member(okafor, "miriam", Role.OWNER, display_name="Miriam Okafor")
    devi = member(okafor, "devi", Role.COACH, display_name="Devi Anand")
    ana = member(okafor, "ana", Role.CLIENT, display_name="Ana Kovačević", zone="Asia/Singapore")
    tomas = member(okafor, "tomas", Role.CLIENT, display_name="Tomás Ferreira")
    leila = member(okafor, "leila", Role.CLIENT, display_name="Leila Haddad")
    jonas = member(okafor, "jonas", Role.CLIENT, display_name="Jonas Weber")
    mei = member(okafor, "mei", Role.CLIENT, display_name="Mei Tanaka", zone="Asia/Tokyo")
    omar = member(okafor, "omar", Role.CLIENT, display_name="Omar Said")
    ruben = member(okafor, "ruben", Role.SPONSOR, display_name="Ruben Tan")
    astrid = member(lindgren, "astrid", Role.OWNER, display_name="Astrid Lindgren")
    oskar = member(lindgren, "oskar", Role.CLIENT, display_name="Oskar Berg")
    group = Group.objects.create(practice=okafor, name="New finance leads")
    ana_engagement = engagement(miriam, ana)
    Sponsorship.objects.create(engagement=ana_engagement, membership=ruben)
    return Cast(
        practice=okafor,
        elsewhere=lindgren,
        miriam=miriam,
        devi=devi,
        priya=member(okafor, "priya", Role.ASSISTANT, display_name="Priya Raman"),
        ana=ana,
        tomas=tomas,
        leila=leila,
        jonas=jonas,
        mei=mei,
        omar=omar,
        ruben=ruben,
        bea=member(okafor, "bea", Role.COACH, ended_at=timezone.now() - dt.timedelta(days=1), ended_by=miriam.person),
        astrid=astrid,
        oskar=oskar,
        clients_assistant=person("clients-assistant"),
        supporter=person("supporter"),
        rater=person("rater"),
        stranger=person("stranger"),
        ana_engagement=ana_engagement,
        tomas_engagement=engagement(devi, tomas),
        leila_engagement=engagement(miriam, leila, status=Status.ENDED),
        jonas_engagement=engagement(miriam, jonas, status=Status.PROSPECT),
        group_engagement=engagement(miriam, mei, omar, group=group),
        oskar_engagement=engagement(astrid, oskar),
        invited_engagement=engagement(miriam, status=Status.INVITED, title="Priscilla Vance"),
    )
