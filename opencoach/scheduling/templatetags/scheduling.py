"""How hours and days are said: `{% load scheduling %}`."""

import datetime as dt
import zoneinfo
from functools import cache

from django import template
from django.utils import dateformat, formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.lib import moments
from opencoach.people.forms.fields import zone_choices
from opencoach.scheduling import hour_words
from opencoach.scheduling.grid import Mark
from opencoach.scheduling.queries.calendar import Cell
from opencoach.scheduling.queries.weeks import Day, Placed
from opencoach.sessions.models import CoachingSession
from opencoach.sessions.models.type import Medium

register = template.Library()
SAMPLE = "00000000-0000-0000-0000-000000000000"  # stands in an address for the id of each session


@register.filter
def hours(ranges: list[list[int]]) -> str:
    """Ranges of a day: "09:00–12:00, 13:30–17:00", or that there are none."""
    return hour_words.say(ranges) or _("Closed")


@register.simple_tag
def days(first: dt.date, last: dt.date) -> str:
    """From one day to another: "Thursday 24 December 2026 – Friday 1 January 2027"."""
    style = "l j F Y"
    if first == last:
        return formats.date_format(first, style)
    return f"{formats.date_format(first, style)} – {formats.date_format(last, style)}"


@register.simple_tag
def span_of(shown: list[Day]) -> str:
    """From which day to which, for the head of a page: "23 – 29 November 2026"."""
    first, last = shown[0].day, shown[-1].day
    style = "j" if first.month == last.month else "j F" if first.year == last.year else "j F Y"
    return f"{formats.date_format(first, style)} – {formats.date_format(last, 'j F Y')}"


@register.filter
def town(zone: str) -> str:
    """The town that a zone is named after."""
    return zone.rpartition("/")[2].replace("_", " ")


@register.filter(expects_localtime=False)
def utc_minute(moment: dt.datetime) -> str:
    """An instant as it stands in an address: "2027-03-28T07:00Z"."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%MZ")


@register.simple_tag(name="stretch")
def from_until(start: dt.datetime, end: dt.datetime) -> str:
    """From when until when, in the reader's zone."""
    return moments.stretch(start, end)


@register.simple_tag
def day(cell: Cell, prefix: str) -> SafeString:
    """A day of the month's grid: a link where there are free times. A tag, since a page has forty."""
    outside = SafeString("" if cell.inside else ' class="outside"')
    number = cell.day.day
    if not cell.free:
        today = SafeString(' class="is-today"' if cell.today else "")
        return format_html("<td{}><span{}>{}</span></td>", outside, today, number)
    chosen = SafeString(' aria-current="date"' if cell.chosen else "")
    words = dateformat.format(cell.day, "F, l"), ngettext("%d free time", "%d free times", cell.free) % cell.free
    return format_html(
        '<td{}><a href="{}day={}#times"{}>{}<span class="visually-hidden"> {}, {}</span></a></td>',
        outside, prefix, cell.day.isoformat(), chosen, number, *words,
    )  # fmt: skip


@register.simple_tag
def slot(time: dt.datetime, prefix: str) -> SafeString:
    """A time to begin, as a link. A tag for the same reason."""
    return format_html('<a class="slot" href="{}at={}">{}</a>', prefix, utc_minute(time), moments.clock(time))


@register.simple_tag
def event(placed: Placed, path: str, zone: str, *, compact: bool = False, everybody: bool = False) -> SafeString:
    """A session in the calendar, a link to its page. A tag, since a page may have hundreds."""
    one = placed.entry
    start, end = (dt.datetime.fromtimestamp(at, zoneinfo.ZoneInfo(zone)) for at in (one.start, one.end))
    url = path.replace(SAMPLE, one.public_id)
    said = [one.kind or _("Session"), str(Medium(one.medium).label)]
    there = moments.there(start, one.zone, zone) if one.zone else None
    if there:
        said.insert(0, _("%(time)s there") % {"time": moments.clock(there)})
    if everybody:
        said.insert(0, one.coach)
    state = "" if one.status == "booked" else str(CoachingSession.Status(one.status).label)
    chip = format_html('<span class="event-state">{}</span>', state) if state else ""
    moving = SafeString(" data-moving" if placed.movable else "")
    if compact:
        return format_html(
            '<a class="event {}" data-hue="{}" href="{}" title="{}"{}><b>{}</b> <span>{}</span>{}</a>',
            one.status, one.hue, url, " · ".join(said), moving, moments.clock(start), one.name, chip,
        )  # fmt: skip
    clock = moments.clock(start) if state else f"{moments.clock(start)}–{moments.clock(end)}"
    return format_html(
        '<a class="event {} at-{} for-{} lane-{} of-{}" data-hue="{}" href="{}" title="{}"{}>'
        "<b dir=auto>{}</b><span class=num>{}</span>{}<span class=event-more>{}</span></a>",
        one.status, placed.row, placed.rows, min(placed.lane, 6), min(placed.lanes, 6), one.hue, url,
        " · ".join((one.name, *said)), moving, one.name, clock, chip,
        " · ".join(said),
    )  # fmt: skip


@register.simple_tag
def pointed(row: int, mark: Mark, prefix: str, zone: str) -> SafeString:
    """A time of the calendar at which nothing stands: a link that books it, and a place to drop a session."""
    at = dt.datetime.fromtimestamp(mark.instant, dt.UTC)
    clock = moments.clock(at.astimezone(zoneinfo.ZoneInfo(zone)))
    return format_html(
        '<a class="spot at-{}" tabindex="-1" data-at="{}" href="{}at={}"><span>{}</span></a>',
        row, at.strftime("%Y-%m-%dT%H:%MZ"), prefix, at.strftime("%Y-%m-%dT%H:%MZ"), clock,
    )  # fmt: skip


@register.filter
def hours_changed(seconds: int) -> str:
    """That the clocks are set on a day, and how."""
    return _("Clocks go forward") if seconds > 0 else _("Clocks go back")


@register.filter(expects_localtime=False)
def wall_clock(wall: dt.datetime) -> str:
    """The time of day that it shows, in the reader's way."""
    return moments.clock(wall)


@register.filter(expects_localtime=False)
def wall_day(wall: dt.datetime) -> str:
    """The day of the week that it shows, which may be another one than the reader's."""
    return formats.date_format(wall, "l")


@register.filter
def by_part(times: list[dt.datetime]) -> list[tuple[str, list[dt.datetime]]]:
    """The times of a day by its parts, those without a time left out."""
    parts: dict[str, list[dt.datetime]] = {_("Morning"): [], _("Afternoon"): [], _("Evening"): []}
    names = list(parts)
    for time in times:
        parts[names[0 if time.hour < 12 else 1 if time.hour < 18 else 2]].append(time)
    return [(name, found) for name, found in parts.items() if found]


@register.filter(expects_localtime=False)
def local(moment: dt.datetime) -> dt.datetime:
    """An instant as the reader's clock shows it."""
    return timezone.localtime(moment)


@register.simple_tag
def nearby(moment: dt.datetime) -> str:
    """A time on some day near, short: "Mon 29 March, 16:00"."""
    wall = timezone.localtime(moment)
    return f"{formats.date_format(wall, 'D j M')}, {moments.clock(wall)}"


@register.simple_tag
def zone_options(chosen: str) -> SafeString:
    """All zones as options by area. A tag, since there are more than four hundred."""
    marked = format_html('value="{}"', chosen)
    return SafeString(_zone_options().replace(marked, marked + " selected", 1))


@cache
def _zone_options() -> str:
    return "".join(
        format_html(
            '<optgroup label="{}">{}</optgroup>', area, format_html_join("", '<option value="{}">{}</option>', names)
        )
        for area, names in zone_choices()
    )
