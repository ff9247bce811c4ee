"""What plans add to Today: clients whose check-ins ask for a look."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from opencoach.people import attention
from opencoach.people.attention import Waiting
from opencoach.people.models import Membership
from opencoach.plan.queries.front import LookedFor, front

MOST = 3  # reasons in one line


def fill() -> None:
    """Called once, when the app is ready."""
    attention.add_waiting("plan", waiting)


def waiting(membership: Membership) -> Iterable[Waiting]:
    """For a coach: who said that it goes badly, or said nothing."""
    return [_item(membership, one) for one in front(membership).looks] if membership.is_coach else []


def _item(membership: Membership, one: LookedFor) -> Waiting:
    return Waiting(
        key=f"checkins:{one.engagement.public_id}:{one.who}",
        name=one.name,
        why=" · ".join(reason.text for reason in one.reasons[:MOST]),
        step=_("Look at it"),
        url=reverse("dashboard:attention", args=[membership.practice.slug, one.engagement.public_id]),
        weight=one.weight,
        group=one.is_group,
        who=one.who,
    )
