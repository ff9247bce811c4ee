"""How pages say when a session is: `{% load coaching_sessions %}`."""

import datetime as dt
import json
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from opencoach.lib.moments import exact, stretch, there
from opencoach.people.models import Membership
from opencoach.sessions import words
from opencoach.sessions.models import CoachingSession, PacketRule
from opencoach.sessions.models.type import Medium
from opencoach.sessions.packets import timing
from opencoach.sessions.queries.front import name_of
from opencoach.sessions.queries.ratings import Trend

register = template.Library()


@register.simple_tag
def planned(session: CoachingSession) -> SafeString:
    """From when until when, in the reader's zone."""
    return between(session.starts_at, session.ends_at)


@register.simple_tag
def between(start: dt.datetime, end: dt.datetime) -> SafeString:
    """The same for two instants."""
    said = stretch(start, end)
    return format_html('<time datetime="{}" title="{}">{}</time>', start.isoformat(), exact(start), said)


@register.filter
def kind(session: CoachingSession) -> str:
    return words.kind(session)


@register.filter
def town_of(zone: str) -> str:
    """The town that a zone is named after."""
    return zone.rpartition("/")[2].replace("_", " ")


@register.filter
def lasts(minutes: int) -> str:
    return words.length(minutes)


@register.filter
def medium_icon(medium: str) -> str:
    return words.ICONS[Medium(medium)]


@register.filter
def status_chip(session: CoachingSession) -> str:
    """The tone of the chip that says how it stands."""
    return words.CHIPS.get(session.status, "")


@register.filter
def step_words(kind: str) -> str:
    return str(words.STEPS[kind])


@register.filter
def has_room(session: CoachingSession) -> bool:
    """Whether it is booked, and happens here."""
    return session.has_room and session.status == CoachingSession.Status.BOOKED


@register.filter
def room_is_open(session: CoachingSession) -> bool:
    return session.room_is_open(timezone.now())


@register.filter
def has_begun(session: CoachingSession) -> bool:
    return session.starts_at <= timezone.now()


@register.simple_tag
def countdown(session: CoachingSession) -> str:
    """How long until it begins, as people say it; "" where that is days away and the date says it better."""
    return words.until(session.starts_at - timezone.now())


@register.simple_tag
def countdown_words() -> str:
    """The words with which the page counts on, as JSON for an attribute."""
    return json.dumps(words.countdown(), ensure_ascii=False)


@register.filter
def with_whom(row: Any) -> str:
    """Whom a row of `queries.front` is with."""
    return name_of(row)


@register.simple_tag
def clock_for_other(row: Any, reader: Membership) -> dt.datetime | None:
    """What the other one's clock shows when it begins, where that differs from the reader's."""
    zone = row.coach.zone if reader.is_client else row.client_zone
    return there(row.starts_at, zone, reader.zone) if zone else None


@register.filter
def rule_time(rule: PacketRule) -> str:
    """When a packet goes by its rule: "3 days before"."""
    return timing.spoken(rule.timing)


@register.inclusion_tag("plan/_chart.html")
def ratings_chart(trend: Trend) -> dict[str, Any]:
    """How the sessions of a work together were, from 0 to 10; the table below has the rest."""
    drawn, names = trend.drawn, (_("Your client"), _("You"))
    if drawn is None:
        return {}

    def said(number: int, at: dt.datetime, value: float) -> str:
        return f"{names[number]}, {date_format(timezone.localtime(at), 'j M Y')}: {value:g}"

    return {
        "drawn": drawn,
        "panels": [
            (
                panel,
                [
                    (line, [(x, y, said(line.number, at, value)) for x, y, (at, value) in line.dots])
                    for line in panel.lines
                ],
            )
            for panel in drawn.panels
        ],
        "first": date_format(timezone.localtime(drawn.time.start), "j M Y"),
        "last": date_format(timezone.localtime(drawn.time.end), "j M Y"),
        "foot": drawn.height - 4,
        "label": _("How the sessions were, from 0 to 10"),
    }
