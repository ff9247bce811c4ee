"""Where sessions stand in the shell."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opencoach.people import navigation
from opencoach.people.models import Membership
from opencoach.people.navigation import COACHES, Entry, Tab

Role = Membership.Role
CLIENTS = frozenset({Role.CLIENT})  # for the practice they are a list of its calendar
STAFF = navigation.STAFF
STEPS = ("session", "cancellation", "agenda", "holding", "followup", "summary_history", "rating", "import", "packet")
TYPES = ("sessions:session_type", "sessions:session_type_new", "sessions:type_packets", "sessions:type_packet_new")


def fill() -> None:
    """Called once, when the app is ready."""
    under = tuple(f"sessions:{step}" for step in STEPS)
    navigation.add_main(
        Entry("sessions", _("Sessions"), "calendar", "sessions:sessions", 30, CLIENTS, under, words="calendar booked")
    )
    navigation.add_verb(
        Entry("list_sessions", _("List of sessions"), "calendar", "sessions:sessions", 35, STAFF, words="past ahead")
    )
    navigation.add_verb(
        Entry(
            "import_sessions", _("Import past sessions"), "upload", "sessions:import", 40, COACHES,
            words="csv spreadsheet history",
        )
    )  # fmt: skip
    navigation.add_settings(
        Entry(
            "session_types", _("Session types"), "layers", "sessions:session_types", 40, COACHES, TYPES,
            words="kinds offer price length booking",
        )
    )  # fmt: skip
    navigation.add_tab(
        Tab(
            "sessions",
            _("Sessions"),
            40,
            lambda member, engagement: reverse(
                "sessions:engagement_sessions", args=[member.practice.slug, engagement.public_id]
            ),
            content=False,
        )
    )
