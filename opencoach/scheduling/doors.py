"""What strangers may have: the open booking pages, and the time that they hold. What they may not have is a 404."""

import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from opencoach.lib import tokens
from opencoach.people.access import practice_for_public_page
from opencoach.people.models import Membership, Practice
from opencoach.questionnaires.models import Response
from opencoach.questionnaires.queries.asked import asked_since
from opencoach.scheduling.models import BookingPage, CoachPage, Hold
from opencoach.scheduling.queries.choices import Offer
from opencoach.sessions.models import SessionType, SessionTypeCoach

PURPOSE = "booking-hold"
REAL = 7  # the version of the ids that holds have; those that are made up are random ones


@dataclass(frozen=True, slots=True)
class Shown:
    """A coach's open page, with the first talks that can be booked there, by name."""

    page: CoachPage
    offers: list[Offer]

    @property
    def coach(self) -> Membership:
        return self.page.membership


def settings_of(practice: Practice) -> BookingPage:
    """The practice's page; nothing is open where there is no row yet (then it isn't saved)."""
    return BookingPage.objects.filter(practice=practice).first() or BookingPage(practice=practice)


def practice_page(slug: str) -> tuple[BookingPage, list[Shown]]:
    """An open practice's page and its coaches by name, those left out who offer nothing. Three queries."""
    practice = practice_for_public_page(slug)
    page = BookingPage.objects.filter(practice=practice, opened_at__isnull=False).first()
    if page is None:
        raise Http404
    page.practice = practice
    coaches = list(_open_pages().filter(practice=practice).order_by("membership__display_name", "pk"))
    offered = _offers(coaches)
    return page, [Shown(one, offered[one.pk]) for one in coaches if offered[one.pk]]


def coach_page(practice: str, coach: str) -> Shown:
    """A coach's open page. Two queries."""
    page = _open_pages().filter(practice__slug=practice, slug=coach).first()
    if page is None:
        raise Http404
    return Shown(page, _offers([page])[page.pk])


def first_talk(practice: str, coach: str, kind: str) -> tuple[Shown, Offer]:
    """One of the first talks of a coach's open page, by its slug."""
    shown = coach_page(practice, coach)
    for offer in shown.offers:
        if offer.kind.slug == kind:
            return shown, offer
    raise Http404


def page_of(membership: Membership) -> CoachPage:
    """A coach's own page; closed, and not saved, where there is no row yet. Http404 for anybody else."""
    if not membership.is_coach or membership.ended_at is not None:
        raise Http404
    found = CoachPage.objects.filter(membership=membership).first()
    return found or CoachPage(membership=membership, practice=membership.practice)


def first_talks_of(membership: Membership) -> QuerySet[SessionType]:
    """What the coach holds that anybody may book."""
    return SessionType.objects.filter(
        coach_parts__membership=membership, archived_at=None, audience=SessionType.Audience.ANYBODY
    ).order_by("name", "pk")


def token_of(hold: Hold) -> str:
    """What stands in the address of the page that asks for the code."""
    return tokens.make(PURPOSE, hold.public_id)


def made_up() -> str:
    """A token that looks like any other and opens nothing: for whoever fills in what nobody sees."""
    return tokens.make(PURPOSE, uuid.uuid4())


def hold_by_token(token: str, practice: str = "") -> Hold:
    """The hold of an address; Http404 for one that is made up, or long over."""
    try:
        claimed = tokens.check_id(PURPOSE, token)
    except tokens.BadToken as error:
        raise Http404 from error
    rows = Hold.objects.select_related("coach__practice", "coach__person", "session_type", "session__coach")
    found = rows.filter(public_id=claimed).first()
    if found is None or (practice and found.coach.practice.slug != practice):
        raise Http404
    return found


def client_of(held: Hold) -> Membership | None:
    """Whoever booked with it; None while it waits for its code."""
    if held.session is None:
        return None
    return next(iter(held.session.engagement.current_clients), None)


def asked_of(held: Hold) -> list[Response]:
    """What the booking asks of somebody who came new with it: they answer it on its own pages, for as long as these
    are there. Whoever was a member before signs in: whoever has the address alone shall not see what they wrote."""
    client = client_of(held)
    if held.session is None or client is None or client.created_at < held.created_at or not held.session.is_ahead:
        return []
    return asked_since(held.session.engagement, client, held.created_at)


def question_of(held: Hold, response: uuid.UUID) -> tuple[Membership, Response]:
    """One of those, and who answers it; else Http404."""
    client = client_of(held)
    found = next((one for one in asked_of(held) if one.public_id == response), None)
    if client is None or found is None:
        raise Http404
    return client, found


def is_forgotten(token: str) -> bool:
    """Whether an address was right once, and nothing is known of its hold any more."""
    try:
        claimed = tokens.check_id(PURPOSE, token)
    except tokens.BadToken:
        return False
    return claimed.version == REAL and not Hold.objects.filter(public_id=claimed).exists()


def _open_pages() -> QuerySet[CoachPage]:
    """Of present coaches. A practice's own page may be closed: a coach's can be open all the same."""
    return CoachPage.objects.filter(
        opened_at__isnull=False, membership__ended_at=None, membership__role__in=Membership.COACHES,
        membership__person__is_active=True,
    ).select_related("practice", "membership__practice")  # fmt: skip


def _offers(pages: list[CoachPage]) -> dict[int, list[Offer]]:
    """What can be booked on these pages, by the page's id. One query."""
    by_membership = {page.membership_id: page for page in pages}
    left_out = CoachPage.left_out.through.objects.filter(
        coachpage__membership=OuterRef("membership"), sessiontype=OuterRef("session_type")
    )
    rows = SessionTypeCoach.objects.filter(
        ~Exists(left_out), membership__in=by_membership, session_type__archived_at=None,
        session_type__audience=SessionType.Audience.ANYBODY,
    )  # fmt: skip
    found: dict[int, list[Offer]] = {page.pk: [] for page in pages}
    for row in rows.select_related("session_type").order_by("session_type__name", "pk"):
        page = by_membership[row.membership_id]
        found[page.pk].append(Offer(row.session_type, page.membership))
    return found
