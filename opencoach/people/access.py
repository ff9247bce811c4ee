"""The only door to somebody's data. Everything is loaded through these functions, on every road.

Each takes the person who asks, and gives only what that person may have. What they may not have does not exist for
them: `get_…` functions raise `Http404`, for a stranger as for an id that nobody ever had.

Who sees what: a *coach* (owner or not) the engagements they are a coach of; a *client* their own, until it ends and
(to read) after; an *assistant* every engagement's name and times, and no content; a *sponsor* the engagements that
they sponsor, and only what was released to them; an *owner* every engagement's name and times too, and content only
of those that they coach.
"""

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from opencoach.lib.finding import first_or_404
from opencoach.people.models import Engagement, Membership, Person, Practice

Role = Membership.Role


def person_of(request: HttpRequest) -> Person:
    """The signed-in person of a request. Raises Http404 without one (`SignInFirst` has asked before)."""
    if isinstance(request.user, AnonymousUser):
        raise Http404
    return request.user


def memberships_of(person: Person) -> QuerySet[Membership]:
    """The person's current memberships, with their practices, by practice name."""
    return Membership.objects.filter(person=person, ended_at=None).select_related("practice").order_by("practice__name")


def get_membership(person: Person, practice_slug: str, *roles: str) -> Membership:
    """The person's current membership in that practice, in one of `roles` if any are given; else Http404."""
    membership = one_of(list(memberships_of(person)), practice_slug, *roles)
    membership.person = person
    return membership


def one_of(memberships: list[Membership], practice_slug: str, *roles: str) -> Membership:
    """The same, from all current memberships of one person, for a page that lists them besides."""
    for membership in memberships:
        if membership.practice.slug == practice_slug and (not roles or membership.role in roles):
            return membership
    raise Http404


def members_of(membership: Membership) -> QuerySet[Membership]:
    """The colleagues and sponsors (not clients): all of them for an owner, the present ones for other colleagues."""
    members = Membership.objects.filter(practice=membership.practice_id).exclude(role=Role.CLIENT)
    if membership.is_owner:
        return members
    if membership.role in {Role.COACH, Role.ASSISTANT}:
        return members.exclude(role=Role.SPONSOR).filter(ended_at=None)
    return members.none()


def coaches_of(membership: Membership) -> QuerySet[Membership]:
    """The present coaches of the practice, for an owner who gives an engagement to one of them; else nobody."""
    coaches = Membership.objects.filter(practice=membership.practice_id, role__in=Membership.COACHES, ended_at=None)
    return (coaches if membership.is_owner else coaches.none()).order_by("display_name")


def sponsors_of(membership: Membership) -> QuerySet[Membership]:
    """The present sponsors of the practice, for a coach who says who pays; else nobody."""
    sponsors = Membership.objects.filter(practice=membership.practice_id, role=Role.SPONSOR, ended_at=None)
    return (sponsors if membership.is_coach else sponsors.none()).order_by("display_name")


def _takes_part(membership: Membership) -> Q:
    """Content: the engagement's present coaches, and its clients (who may still read it when it has ended).

    Nobody whose membership has ended: their own page has no membership to ask with, and other roads meet this.
    """
    if membership.ended_at is not None:
        return Q(pk__in=[])
    if membership.is_coach:
        return Q(coach_parts__membership=membership, coach_parts__until=None)
    if membership.is_client:
        return Q(client_parts__membership=membership, client_parts__until=None)
    return Q(pk__in=[])


def engagements_for(membership: Membership) -> QuerySet[Engagement]:
    """The engagements whose *content* this member may read: their own as coach or client."""
    return Engagement.objects.filter(_takes_part(membership), practice=membership.practice_id).distinct()


def engagements_listed_for(membership: Membership) -> QuerySet[Engagement]:
    """The engagements whose name, status and times this member may see: owners and assistants see all."""
    every = Engagement.objects.filter(practice=membership.practice_id)
    if membership.ended_at is not None:
        return every.none()
    if membership.role in {Role.OWNER, Role.ASSISTANT}:
        return every
    if membership.role == Role.SPONSOR:
        return every.filter(sponsorships__membership=membership, sponsorships__until=None).distinct()
    return engagements_for(membership)


def get_engagement(membership: Membership, public_id: uuid.UUID | str) -> Engagement:
    """An engagement whose content the member may read; else Http404."""
    return _one(engagements_for(membership), public_id)


def get_engagement_listed(membership: Membership, public_id: uuid.UUID | str) -> Engagement:
    """An engagement whose name and times the member may see; else Http404."""
    return _one(engagements_listed_for(membership), public_id)


def may_write(membership: Membership, engagement: Engagement) -> bool:
    """Whether something new may be put into an engagement that they may read: not once it has ended."""
    return engagement.status != Engagement.Status.ENDED and membership.ended_at is None


def coaches(membership: Membership, engagement: Engagement) -> bool:
    """Whether the member is a present coach of it; asks nothing of the database for a row with its parts."""
    return membership.is_coach and any(coach.pk == membership.pk for coach in engagement.current_coaches)


def people_in(engagement: Engagement) -> QuerySet[Membership]:
    """The members who take part in the engagement's content now: its coaches and its clients."""
    return Membership.objects.filter(
        Q(coach_parts__engagement=engagement, coach_parts__until=None, role__in=Membership.COACHES)
        | Q(client_parts__engagement=engagement, client_parts__until=None),
        ended_at=None,
    ).distinct()


def practice_for_public_page(slug: str) -> Practice:
    """A practice's name, colour and contacts, for pages that strangers may see; else Http404."""
    practice = Practice.objects.filter(slug=slug).first()
    if practice is None:
        raise Http404
    return practice


def _one(engagements: QuerySet[Engagement], public_id: uuid.UUID | str) -> Engagement:
    return first_or_404(engagements.select_related("practice", "group"), public_id)
