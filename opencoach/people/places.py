"""Where people's own pages stand in the shell."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opencoach.people import navigation
from opencoach.people.navigation import STAFF, Entry

STEPS = ("pause", "ending", "description", "coaches", "sponsors")
UNDER_CLIENTS = (
    "library:sent",
    "library:sending",
    "dashboard:overview",
    "onboarding:invite",
    "onboarding:import_clients",
    "sessions:engagement_sessions",
    "outbox:client_upcoming",
    "sessions:log",
    "plan:",
    *(f"people:{step}" for step in STEPS),
)


def fill() -> None:
    """Called once, when the app is ready."""
    navigation.add_main(Entry("clients", _("Clients"), "users-round", "people:clients", 20, STAFF, under=UNDER_CLIENTS))
    navigation.add_settings(
        Entry("practice", _("Practice"), "house", "people:practice_settings", 10, frozenset({navigation.Role.OWNER}))
    )
    navigation.add_settings(Entry("people", _("People"), "users-round", "people:people_settings", 20, STAFF))
    navigation.add_settings(Entry("profile", _("Your profile"), "circle-user-round", "people:profile", 80))
    navigation.add_tab(
        navigation.Tab(
            "overview",
            _("Overview"),
            10,
            lambda member, engagement: reverse("dashboard:overview", args=[member.practice.slug, engagement.public_id]),
            content=False,
        )
    )
