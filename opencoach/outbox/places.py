"""Where the outbox stands in the shell, and what it says at the top of every page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.outbox import queries
from opencoach.people import banners, navigation
from opencoach.people.banners import Banner
from opencoach.people.models import Engagement, Membership
from opencoach.people.navigation import STAFF, Entry, Tab


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
            under=("outbox:deliveries", "outbox:delivery"),
            words="mail e-mail outbox",
        )
    )
    navigation.add_settings(
        Entry(
            "habits", gettext_lazy("What reaches you"), "bell", "outbox:habits", 85,
            under=("outbox:upcoming", "outbox:number", "outbox:devices"),
            words="quiet hours mail e-mail reminders notifications pause calm",
        )
    )  # fmt: skip
    navigation.add_settings(
        Entry(
            "texts", gettext_lazy("Text messages"), "smartphone", "outbox:text_plan", 55,
            frozenset({navigation.Role.OWNER}), words="sms text gateway phone cost",
        )
    )  # fmt: skip
    navigation.add_tab(Tab("upcoming", gettext_lazy("What comes"), 80, _upcoming))
    banners.add_banners("outbox", mail_waits)


def _upcoming(member: Membership, engagement: Engagement) -> str | None:
    """Where a coach sees what the client will receive; assistants and owners of others' work have no such tab."""
    if not member.is_coach or engagement.is_over:
        return None
    return reverse("outbox:client_upcoming", args=[member.practice.slug, engagement.public_id])


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
