"""What the house says in a conversation."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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
}


def system(data: Mapping[str, object]) -> str:
    """The sentence of a system line; what is not known any more is said in general."""
    words = SYSTEM.get(str(data.get("what", "")))
    if words is None:
        return _("Something happened here.")
    if "%(" in str(words):
        return str(words) % {"name": data.get("name") or _("Somebody")}
    return str(words)


def size(number: int) -> str:
    """A file's size as people say it."""
    if number < 1_000:
        return ngettext("%d byte", "%d bytes", number) % number
    if number < 1_000_000:
        return _("%d KB") % round(number / 1_000)
    return _("%s MB") % f"{number / 1_000_000:.1f}"
