"""What a sponsor sees of plans: the goals that were shared with them, by title and status."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from opencoach.people import access as people
from opencoach.people.models import Engagement, Membership
from opencoach.people.queries.engagements import with_parts
from opencoach.plan import access, private
from opencoach.plan.models import Goal


@dataclass(frozen=True, slots=True)
class SharedGoal:
    """A goal as its sponsor sees it; `client` is whose it is, "" where that is plain."""

    title: str
    status: str
    is_open: bool
    client: str


def shared_with(sponsor: Membership) -> list[tuple[Engagement, list[SharedGoal]]]:
    """Each engagement that they pay for and that hasn't ended, with what is shared of it; two queries and its parts."""
    engagements = list(with_parts(people.engagements_listed_for(sponsor)).exclude(status="ended").order_by("-pk"))
    by_pk = {one.pk: one for one in engagements}
    goals = access.goals_shown_to_sponsor(sponsor).filter(engagement__in=engagements).select_related("client")
    found: dict[int, list[SharedGoal]] = {}
    for goal in goals.order_by("position", "pk"):
        goal.engagement = by_pk[goal.engagement_id]
        found.setdefault(goal.engagement_id, []).append(_seen(goal))
    return [(one, found.get(one.pk, [])) for one in engagements]


def _seen(goal: Goal) -> SharedGoal:
    title = str(private.words(goal).get("title", "")) or _("Words that can’t be read any more")
    client = goal.client.display_name if goal.client and goal.engagement.group_id is not None else ""
    return SharedGoal(title, str(goal.get_status_display()), goal.is_open, client)
