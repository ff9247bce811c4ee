"""How sessions are spoken of."""

import datetime as dt
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opencoach.people.models import Engagement
from opencoach.sessions.models import CoachingSession
from opencoach.sessions.models.type import Medium
from opencoach.sessions.queries.allotment import Allotment

ICONS = {
    Medium.VIDEO: "video",
    Medium.TEXT: "message-square-text",
    Medium.PHONE: "phone",
    Medium.IN_PERSON: "users-round",
    Medium.LINK: "link",
}
CHIPS = {"requested": "caution", "booked": "brand", "held": "good", "missed": "caution"}
IT_IS_TIME = gettext_lazy("It is time for your session")
STEPS = {
    "requested": gettext_lazy("Asked for"),
    "booked": gettext_lazy("Booked"),
    "confirmed": gettext_lazy("Confirmed"),
    "declined": gettext_lazy("Declined"),
    "moved": gettext_lazy("Moved"),
    "cancelled": gettext_lazy("Cancelled"),
    "reinstated": gettext_lazy("Booked again"),
    "held": gettext_lazy("Held"),
    "missed": gettext_lazy("Missed"),
    "logged": gettext_lazy("Written down"),
    "proposed": gettext_lazy("Another time proposed"),
    "kept": gettext_lazy("Kept at its time"),
}


def kind(session: CoachingSession) -> str:
    """What kind of session it is: the name of its type."""
    return session.session_type.name if session.session_type else _("Session")


def length(minutes: int) -> str:
    """A length as people say it: "45 minutes", "1 hour", "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    said = [ngettext("%d hour", "%d hours", hours) % hours] if hours else []
    if rest:
        said.append(ngettext("%d minute", "%d minutes", rest) % rest)
    return " ".join(said)


def left(allotment: Allotment) -> str:
    """What is left of what was agreed: "3 of 10 sessions are left"; "" where there is no number."""
    if allotment.left is None:
        return ""
    rest = max(allotment.left, 0)
    if allotment.kind == Engagement.Allotment.MINUTES:
        words = {"left": length(rest) or _("Nothing"), "all": length(allotment.amount)}
        return _("%(left)s of %(all)s left") % words
    return ngettext("%(left)d of %(all)d session left", "%(left)d of %(all)d sessions left", allotment.amount) % {
        "left": rest, "all": allotment.amount,
    }  # fmt: skip


def cost(*, free: bool, by_staff: bool, counted: bool) -> str:
    """What a cancellation now means, before the click. `counted`: a number of sessions or hours was agreed."""
    if by_staff:
        return _("It goes back to what was agreed.") if counted else ""
    if free:
        return _("This is in time: it goes back to your sessions.") if counted else _("This is in time.")
    if counted:
        return _("This is late: it counts as one of your sessions.")
    return _("This is later than agreed.")


def until(rest: dt.timedelta) -> str:
    """How long until something begins: "in 5 minutes", "in 3 hours"; "" for more than a day, or for nothing."""
    minutes = -(-int(rest.total_seconds()) // 60)
    if minutes <= 0 or minutes > 24 * 60:
        return ""
    if minutes < 60:
        return _in_minutes(minutes) % minutes
    hours = minutes // 60
    return _in_hours(hours) % hours


def countdown() -> dict[str, Any]:
    """The words with which a page goes on counting by itself: of `until` every form that the language has, each with
    the first number it holds from ([[1, "in %d minute"], [2, "in %d minutes"]]), and what is said at the beginning and
    after the end."""
    return {
        "minutes": _forms(_in_minutes, 59),
        "hours": _forms(_in_hours, 24),
        "now": str(IT_IS_TIME),
        "over": _("This session is over"),
    }


def _in_minutes(number: int) -> str:
    return ngettext("in %d minute", "in %d minutes", number)


def _in_hours(number: int) -> str:
    return ngettext("in %d hour", "in %d hours", number)


def _forms(form: Callable[[int], str], most: int) -> list[tuple[int, str]]:
    """Where the form changes, counting from 1."""
    said = [(number, form(number)) for number in range(1, most + 1)]
    return [one for before, one in pairwise([(0, ""), *said]) if one[1] != before[1]]
