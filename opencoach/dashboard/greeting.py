"""How Today begins: the day and a greeting, both in the reader's own zone. Pure."""

import datetime as dt

from django.utils.translation import gettext as _


def greeting(now: dt.datetime, name: str) -> str:
    """A greeting by the hour of `now` (an instant in the reader's zone)."""
    called = first_name(name)
    if 5 <= now.hour < 12:
        return _("Good morning, %(name)s") % {"name": called}
    if 12 <= now.hour < 18:
        return _("Good afternoon, %(name)s") % {"name": called}
    return _("Good evening, %(name)s") % {"name": called}


def first_name(name: str) -> str:
    """The word that one calls somebody by: the first that is no title ("Dr. Ana Kovačević" → "Ana")."""
    words = name.split()
    return next((word for word in words if not word.endswith(".")), words[0] if words else "")
