"""Where the outbox stands in the shell, and what it says at the top of every page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.outbox import queries
from opencoach.people import banners, navigation
from opencoach.people.banners import Banner
from opencoach.people.models import Membership
from opencoach.people.navigation import STAFF, Entry


def fill() -> None:
    """Called once, when the app is ready."""
    navigation.add_settings(
        Entry(
            "deliveries",
            gettext_lazy("Deliveries"),
            "send",
            "outbox:deliveries",
            50,
            STAFF,
            under=("outbox:",),
            words="mail e-mail outbox",
        )
    )
    banners.add_banners("outbox", mail_waits)


def mail_waits(membership: Membership) -> Iterator[Banner]:
    """To the owner, when mail of the practice waits because none can go: one query."""
    if not membership.is_owner:
        return
    if queries.mail_problem():
        waits = queries.has_waiting(membership.practice)
        text = _("Mail waits here until a mail server is set. Nothing is lost.") if waits else ""
    else:
        problem = queries.paused_problem()
        text = _("Mail waits: %(problem)s") % {"problem": problem} if problem else ""
    if text:
        url = reverse("outbox:deliveries", args=[membership.practice.slug])
        yield Banner(text, _("See what waits"), url, caution=True)
