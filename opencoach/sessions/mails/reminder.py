"""The reminder of a session, to its clients; and the nudge when nothing is booked, to them, their coach or both."""

import zoneinfo
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.lib import moments
from opencoach.outbox import ports
from opencoach.outbox.calm.budget import Hold
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Kind, Rendered
from opencoach.outbox.words import compose
from opencoach.people.actions.pause import current_pauses
from opencoach.people.models import Engagement
from opencoach.sessions import links
from opencoach.sessions.mails import words
from opencoach.sessions.mails.invitation import address, room_address
from opencoach.sessions.mails.readers import Letter, as_read_by, letter_of, may_preview
from opencoach.sessions.models import CoachingSession
from opencoach.sessions.reminders import NUDGE, REMINDER, Breaks

GROUP = "reminders"
Status = CoachingSession.Status


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_group(GROUP, str(gettext_lazy("Reminders")))
    ports.register_kind(
        Kind(
            REMINDER,
            gettext_lazy("Reminder of a session"),
            reminder,
            reminder_due,
            may_preview,
            group=GROUP,
            hold=Hold.TIMED,
            about=abouts,
        )
    )
    ports.register_kind(
        Kind(NUDGE, gettext_lazy("Reminder to book a session"), nudge, nudge_due, may_preview, group=GROUP)
    )


def reminder_due(delivery: Delivery) -> str:
    """Only for the session as it was planned, before it begins."""
    letter = letter_of(delivery)
    if letter is None:
        return _("They take no part in this session any more.")
    session = letter.session
    if session.status != Status.BOOKED or session.sequence != delivery.payload.get("sequence"):
        return _("The session has changed since.")
    if session.starts_at <= timezone.now():
        return _("The session has begun.")
    return _still(letter)


def nudge_due(delivery: Delivery) -> str:
    """Only while nothing is booked."""
    letter = letter_of(delivery)
    if letter is None:
        return _("They take no part in this work any more.")
    ahead = CoachingSession.objects.filter(
        engagement=letter.session.engagement, status__in=CoachingSession.AHEAD, ends_at__gt=timezone.now()
    )
    return _("A session is booked.") if ahead.exists() else _still(letter)


def abouts(payloads: Sequence[Mapping[str, object]]) -> list[str]:
    """When the sessions are that these reminders remind of; one query."""
    sessions = CoachingSession.objects.filter(public_id__in=[str(one["session"]) for one in payloads])
    when = {str(one.public_id): moments.stretch(one.starts_at, one.ends_at) for one in sessions}
    return [when.get(str(one["session"]), "") for one in payloads]


def _still(letter: Letter) -> str:
    """Why nothing is due in this engagement today; "" when it is."""
    engagement = letter.session.engagement
    if engagement.status == Engagement.Status.ENDED:
        return _("This work together has ended.")
    paused = Breaks(list(current_pauses(engagement))).cover(timezone.now(), letter.reader.zone)
    return _("The work together pauses.") if paused or engagement.status == Engagement.Status.PAUSED else ""


def reminder(delivery: Delivery) -> Rendered:
    """When, with whom, where, and the way to move it. Raises LookupError where the session is gone."""
    letter = letter_of(delivery)
    if letter is None:
        raise LookupError("the session is gone")
    session = letter.session
    with as_read_by(letter.reader):
        secret = delivery.hidden(lambda: links.token_of(session, letter.reader), links.HIDDEN)
        context = {
            "subject_words": words.reminding(letter),
            "name": letter.name,
            "when": words.when(letter),
            "there": words.there(letter),
            "session": session,
            "terms": words.terms(letter),
            "page": address(session),
            "room": room_address(session),
            "link": links.url(secret),
        }
        return _compose("sessions/mail/reminder.html", context, letter)


def nudge(delivery: Delivery) -> Rendered:
    """That nothing is booked, and where to. Raises LookupError where the last session is gone."""
    letter = letter_of(delivery)
    if letter is None:
        raise LookupError("the session is gone")
    with as_read_by(letter.reader):
        last = letter.session.starts_at.astimezone(zoneinfo.ZoneInfo(letter.reader.zone))
        booking = reverse("scheduling:booking", args=[letter.session.practice.slug])
        if not letter.reader.is_client:
            booking += f"?with={letter.session.engagement.public_id}"
        context = {
            "name": letter.name,
            "is_client": letter.reader.is_client,
            "last": formats.date_format(last, "l j F"),
            "booking": settings.PUBLIC_URL + booking,
        }
        return _compose("sessions/mail/nudge.html", context, letter)


def _compose(template: str, context: Mapping[str, object], letter: Letter) -> Rendered:
    return compose(
        template, context, letter.session.practice,
        from_name=letter.name, reply_to=letter.reply_to, language=letter.reader.language,
    )  # fmt: skip
