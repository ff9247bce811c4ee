"""How hours and days are said: `{% load scheduling %}`."""

import datetime as dt

from django import template
from django.utils import dateformat, formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.lib import moments
from opencoach.scheduling import hour_words
from opencoach.scheduling.queries.calendar import Cell

register = template.Library()


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


@register.filter
def by_part(times: list[dt.datetime]) -> list[tuple[str, list[dt.datetime]]]:
    """The times of a day by its parts, those without a time left out."""
    parts: dict[str, list[dt.datetime]] = {_("Morning"): [], _("Afternoon"): [], _("Evening"): []}
    names = list(parts)
    for time in times:
        parts[names[0 if time.hour < 12 else 1 if time.hour < 18 else 2]].append(time)
    return [(name, found) for name, found in parts.items() if found]
