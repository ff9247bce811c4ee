"""What a new practice still lacks, in the order in which one would do it."""

from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from opencoach.onboarding.models import Agreement, Invitation
from opencoach.people import access
from opencoach.people.models import Membership
from opencoach.sessions.queries.types import offers_something


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    why: str
    verb: str
    url: str
    done: bool
    current: bool = False  # the next one to do


def first_steps(membership: Membership) -> list[Step]:
    """The steps for a coach without any client so far; empty as soon as there is one. At most four queries."""
    if access.engagements_for(membership).exists():
        return []
    practice = membership.practice
    slug = practice.slug
    steps = []
    if membership.is_owner:
        complete = bool(practice.specialisations and practice.crisis_contacts)
        steps.append(
            Step(
                _("Complete your practice"),
                _("What you specialise in, and whom a client can call in a crisis."),
                _("Open the settings"),
                reverse("people:practice_settings", args=[slug]),
                complete,
            )
        )
        steps.append(
            Step(
                _("Write your agreement"),
                _("There is one to begin with. Every client reads and accepts it before you start."),
                _("Read and change it"),
                _url("onboarding:agreement_settings", slug),
                Agreement.objects.filter(practice=practice, published_by__isnull=False).exists(),
            )
        )
    steps.append(
        Step(
            _("Say what can be booked"),
            _("Kinds of sessions: how long, where, and who may book them."),
            _("Open session types"),
            _url("sessions:session_types", slug),
            offers_something(membership),
        )
    )
    steps.append(
        Step(
            _("Invite your first client"),
            _("They get a mail with a link, read the agreement, and are here."),
            _("Invite a client"),
            _url("onboarding:invite", slug),
            Invitation.objects.filter(practice=practice, role=Membership.Role.CLIENT, withdrawn_at=None).exists(),
        )
    )
    steps = [step for step in steps if step.url]
    current = next((step for step in steps if not step.done), None)
    return [replace(step, current=step is current) for step in steps]


def _url(name: str, slug: str) -> str:
    try:
        return reverse(name, args=[slug])
    except NoReverseMatch:
        return ""
