"""What strangers see of a practice and its coaches."""

import secrets
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from opencoach.people.actions.event import record_event
from opencoach.people.models import Membership
from opencoach.people.refusal import Refused
from opencoach.scheduling.models import BookingPage, CoachPage
from opencoach.sessions.models import SessionType


@transaction.atomic
def change_coach_page(
    page: CoachPage, *, is_open: bool, slug: str, about: str, left_out: Sequence[SessionType] = ()
) -> CoachPage:
    """Open or close a coach's page, and say what stands there. Raises Refused for an address that a colleague has."""
    if CoachPage.objects.filter(practice=page.practice, slug=slug).exclude(membership=page.membership).exists():
        raise Refused(_("A colleague’s page has this address. Choose another one."))
    opened = (page.opened_at or timezone.now()) if is_open else None
    values = {"practice": page.practice, "slug": slug, "about": about.strip(), "opened_at": opened,
              "updated_at": timezone.now()}  # fmt: skip
    try:
        with transaction.atomic():
            kept, _made = CoachPage.objects.update_or_create(membership=page.membership, defaults=values)
    except IntegrityError as error:
        raise Refused(_("A colleague’s page has this address. Choose another one.")) from error
    kept.left_out.set(left_out)
    _note(page.membership, "coach_page", was=page.opened_at is not None, now=is_open)
    return kept


@transaction.atomic
def change_practice_page(page: BookingPage, by: Membership, *, is_open: bool, about: str, listed: bool) -> None:
    """Open or close the practice's page; whether search engines may list all of its pages."""
    opened = (page.opened_at or timezone.now()) if is_open else None
    values = {"opened_at": opened, "about": about.strip(), "listed": listed, "updated_at": timezone.now()}
    BookingPage.objects.update_or_create(practice=by.practice, defaults=values)
    _note(by, "booking_page", was=page.opened_at is not None, now=is_open)


@transaction.atomic
def change_sites(by: Membership, sites: Sequence[str]) -> None:
    """The origins that may show the pages in a frame."""
    BookingPage.objects.update_or_create(
        practice=by.practice, defaults={"sites": list(sites), "updated_at": timezone.now()}
    )
    record_event("booking_page.sites_changed", practice=by.practice, actor=by.person, sites=list(sites))


def proposed_slug(coach: Membership) -> str:
    """An address for a page that has none yet: the coach's name, as long as nobody else has it."""
    base = slugify(coach.display_name)[:48].strip("-") or "coach"
    taken = set(CoachPage.objects.filter(practice=coach.practice).values_list("slug", flat=True))
    names = (base, *(f"{base}-{number}" for number in range(2, 50)))
    return next((name for name in names if name not in taken), f"{base}-{secrets.token_hex(4)}")


def _note(by: Membership, what: str, *, was: bool, now: bool) -> None:
    verb = "changed" if was == now else "opened" if now else "closed"
    record_event(f"{what}.{verb}", practice=by.practice, actor=by.person, thing=by.public_id)
