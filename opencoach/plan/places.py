"""Where plans stand in the shell."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opencoach.people import navigation
from opencoach.people.models import Membership
from opencoach.people.navigation import COACHES, Entry, Tab

SPONSORS = frozenset({Membership.Role.SPONSOR})
CLIENTS = frozenset({Membership.Role.CLIENT})


def fill() -> None:
    """Called once, when the app is ready."""
    navigation.add_main(
        Entry("plan", _("Plan"), "target", "plan:mine", 15, CLIENTS, ("plan:",), words="goals needs strategies wheel")
    )
    navigation.add_main(
        Entry("shared_goals", _("Shared goals"), "target", "plan:shared_goals", 15, SPONSORS, ("plan:shared",))
    )
    navigation.add_settings(
        Entry(
            "plan_templates", _("Plan templates"), "target", "plan_templates:patterns", 45, COACHES,
            ("plan_templates:",), words="goals levels strategies",
        )
    )  # fmt: skip
    navigation.add_tab(
        Tab(
            "plan",
            _("Plan"),
            20,
            lambda member, engagement: reverse("plan:plan", args=[member.practice.slug, engagement.public_id]),
        )
    )
