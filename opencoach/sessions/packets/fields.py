"""What message templates can say of sessions: the one that they are about, or the next."""

import datetime as dt

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib import moments
from opencoach.library import ports
from opencoach.library.ports import About, Field
from opencoach.sessions.models import CoachingSession

NONE_BOOKED = _("No session is booked, so its day and time can’t be filled in.")


def fill() -> None:
    """Called once, when the app is ready."""
    for field in (
        Field("session date", _("The day of the next session"), _("Thursday 4 June"), _date, NONE_BOOKED),
        Field("session time", _("Its time, on the client’s clock"), "10:00", _time, NONE_BOOKED),
        Field("session place", _("Where it is"), _("Video"), _place, NONE_BOOKED),
        Field("booking link", _("Link to book a session"), "https://…/sessions/booking/", _booking),
    ):
        ports.add_field(field)


def _session(about: About) -> CoachingSession | None:
    if isinstance(about.thing, CoachingSession):
        return about.thing
    coming = CoachingSession.objects.filter(
        engagement=about.engagement, status=CoachingSession.Status.BOOKED, starts_at__gt=timezone.now()
    )
    return coming.order_by("starts_at").first()


def _start(about: About) -> dt.datetime | None:
    session = _session(about)
    return timezone.localtime(session.starts_at) if session else None


def _date(about: About) -> str:
    start = _start(about)
    return formats.date_format(start, "l j F") if start else ""


def _time(about: About) -> str:
    start = _start(about)
    return moments.clock(start) if start else ""


def _place(about: About) -> str:
    session = _session(about)
    return (session.place or session.get_medium_display()) if session else ""


def _booking(about: About) -> str:
    try:
        return settings.PUBLIC_URL + reverse("scheduling:booking", args=[about.sender.practice.slug])
    except NoReverseMatch:
        return ""
