"""What onboarding adds to Today: invitations that wait, and agreements with a newer version."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.onboarding.actions.agreement import current
from opencoach.onboarding.models import Acceptance, Invitation
from opencoach.people import access, attention
from opencoach.people.attention import Waiting
from opencoach.people.models import Membership

QUIET_DAYS = 3  # how long an invitation may lie before the coach hears of it


def fill() -> None:
    """Called once, when the app is ready."""
    attention.add_waiting("onboarding", waiting)


def waiting(membership: Membership) -> Iterable[Waiting]:
    """For a coach: clients who have not come in. For a client: a newer agreement to look at."""
    return list(_for_coach(membership) if membership.is_coach else _for_client(membership))


def _for_coach(membership: Membership) -> Iterable[Waiting]:
    now = timezone.now()
    rows = (
        Invitation.objects.filter(
            engagement__in=access.engagements_for(membership), accepted_at=None, withdrawn_at=None,
            created_at__lt=now - dt.timedelta(days=QUIET_DAYS),
        )
        .exclude(engagement__status="ended")
        .select_related("engagement")
        .order_by("expires_at")[:20]
    )  # fmt: skip
    slug = membership.practice.slug
    for row in rows:
        if row.engagement is None:
            continue
        over = row.expires_at <= now
        yield Waiting(
            key=f"invitation:{row.public_id}",
            name=row.name,
            why=_("The invitation has run out") if over else _("Invited, and has not come in yet"),
            step=_("Send it again"),
            url=reverse("dashboard:overview", args=[slug, row.engagement.public_id]),
            post=reverse("onboarding:invitation_resending", args=[slug, row.public_id]),
            weight=40 if over else 30,
            since=row.created_at,
            who=str(row.engagement.public_id),
        )


def _for_client(membership: Membership) -> Iterable[Waiting]:
    latest = current(membership.practice)
    if not membership.is_client or latest is None:
        return
    accepted = dict(
        Acceptance.objects.filter(person=membership.person, agreement__practice=membership.practice)
        .values_list("engagement")
        .annotate(Max("agreement__version"))
    )
    for engagement in access.engagements_for(membership).exclude(status="ended"):
        if accepted.get(engagement.pk, 0) < latest.version:
            yield Waiting(
                key=f"agreement:{engagement.public_id}",
                name=membership.practice.name,
                why=_("The agreement has a new version"),
                step=_("Read it"),
                url=reverse("onboarding:agreement", args=[membership.practice.slug, engagement.public_id]),
                weight=60,
                since=latest.published_at,
            )
