"""What the house says in a conversation."""

import datetime as dt
from collections.abc import Mapping

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opencoach.lib import moments

# What one can react with: a word and its icon. The icon never stands alone.
REACTIONS = {
    "thanks": (gettext_lazy("Thank you"), "hand-heart"),
    "yes": (gettext_lazy("Yes"), "check"),
    "warm": (gettext_lazy("Close to me"), "heart"),
    "smile": (gettext_lazy("Made me smile"), "smile"),
    "grow": (gettext_lazy("Well done"), "sprout"),
}

SYSTEM = {
    "opened": gettext_lazy("The agreement is accepted. This conversation is open."),
    "accepted": gettext_lazy("The agreement is accepted."),
    "activated": gettext_lazy("The work together has begun."),
    "paused": gettext_lazy("The work together pauses."),
    "resumed": gettext_lazy("The work together goes on."),
    "ended": gettext_lazy("The work together has ended. Everything said here can still be read."),
    "reopened": gettext_lazy("The work together goes on."),
    "joined": gettext_lazy("%(name)s has joined."),
    "left": gettext_lazy("%(name)s has left."),
    "booked": gettext_lazy("A session is booked."),
    "room_began": gettext_lazy("The session begins."),
    "room_ended": gettext_lazy("The session is over."),
}

# What was done with a session; the times are said on the reader's own clock.
SESSION = {
    "session_requested": gettext_lazy("A session is asked for: %(when)s."),
    "session_booked": gettext_lazy("A session is booked: %(when)s."),
    "session_confirmed": gettext_lazy("The session is confirmed: %(when)s."),
    "session_declined": gettext_lazy("This time is declined: %(when)s."),
    "session_moved": gettext_lazy("The session is moved from %(from)s to %(when)s."),
    "session_cancelled": gettext_lazy("The session is cancelled: %(when)s."),
    "session_reinstated": gettext_lazy("The session takes place after all: %(when)s."),
}


def system(data: Mapping[str, object]) -> str:
    """The sentence of a system line; what is not known any more is said in general."""
    if (said := SESSION.get(str(data.get("what", "")))) is not None and data.get("starts_at"):
        return str(said) % {"when": _when(data["starts_at"]), "from": _when(data.get("from") or data["starts_at"])}
    words = SYSTEM.get(str(data.get("what", "")))
    if words is None:
        return _("Something happened here.")
    if "%(" in str(words):
        return str(words) % {"name": data.get("name") or _("Somebody")}
    return str(words)


def _when(stored: object) -> str:
    """An instant in the reader's zone: "Tuesday 2 March, 18:00", with the year where it differs."""
    local = timezone.localtime(dt.datetime.fromisoformat(str(stored)))
    style = "l j F" if local.year == timezone.localdate().year else "l j F Y"
    return f"{formats.date_format(local, style)}, {moments.clock(local)}"


def size(number: int) -> str:
    """A file's size as people say it."""
    if number < 1_000:
        return ngettext("%d byte", "%d bytes", number) % number
    if number < 1_000_000:
        return _("%d KB") % round(number / 1_000)
    return _("%s MB") % f"{number / 1_000_000:.1f}"
