"""Where onboarding's pages stand in the shell."""

from django.utils.translation import gettext_lazy as _

from opencoach.people import navigation
from opencoach.people.navigation import COACHES, Entry, Role


def fill() -> None:
    """Called once, when the app is ready."""
    owner = frozenset({Role.OWNER})
    navigation.add_settings(Entry("agreement", _("Agreement"), "file-text", "onboarding:agreement_settings", 30, owner))
    navigation.add_settings(Entry("security", _("Security"), "shield-check", "onboarding:security", 90))
    navigation.add_verb(
        Entry(
            "invite", _("Invite a client"), "user-round-plus", "onboarding:invite", 10, COACHES, words="new add client"
        )
    )
    navigation.add_verb(
        Entry(
            "import", _("Import clients"), "upload", "onboarding:import_clients", 20, COACHES, words="csv spreadsheet"
        )
    )
    navigation.add_verb(
        Entry("invite_colleague", _("Invite a colleague"), "mail-plus", "onboarding:invite_colleague", 30, owner)
    )
