"""Where the dashboard's pages stand in the shell."""

from django.utils.translation import gettext_lazy as _

from opencoach.people.navigation import Entry, add_main


def fill() -> None:
    """Called once, when the app is ready."""
    add_main(Entry("today", _("Today"), "sun", "dashboard:today", 10))
