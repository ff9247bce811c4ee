from opencoach.people.views.clients import clients
from opencoach.people.views.engagement import (
    coaches,
    description,
    ending,
    pause,
    pause_withdrawal,
    reopening,
    resumption,
)
from opencoach.people.views.help import help_page
from opencoach.people.views.members import membership_ending, membership_reopening, people_settings, role
from opencoach.people.views.practice import logo, logo_removal, logo_upload, practice_settings
from opencoach.people.views.profile import profile
from opencoach.people.views.sharing import sharing
from opencoach.people.views.sponsors import sponsors, sponsorship, sponsorship_ending

__all__ = [
    "clients",
    "coaches",
    "description",
    "ending",
    "help_page",
    "logo",
    "logo_removal",
    "logo_upload",
    "membership_ending",
    "membership_reopening",
    "pause",
    "pause_withdrawal",
    "people_settings",
    "practice_settings",
    "profile",
    "reopening",
    "resumption",
    "role",
    "sharing",
    "sponsors",
    "sponsorship",
    "sponsorship_ending",
]
