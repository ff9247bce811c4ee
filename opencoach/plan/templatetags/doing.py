"""What the pages of actions, habits and measures draw."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from opencoach.plan import spoken
from opencoach.plan.chart import Drawn
from opencoach.plan.ports import Mark
from opencoach.plan.queries.habits import Dot, SeenHabit, Week
from opencoach.plan.queries.measures import SeenMeasure, SeenValue, day_of
from opencoach.plan.queries.todos import SeenAction, due_today
from opencoach.plan.value_table import ValueRow

register = template.Library()
CELL, GAP, LEAD, HEAD = 12, 3, 30, 16  # of the calendar, in its own units


@register.filter
def plain(value: Decimal | float | None) -> str:
    """A number in the reader's way, "" for none."""
    return spoken.number(value)


@register.filter
def said(value: Any) -> str:
    """A day, a time of day, a number, as the reader says it."""
    return spoken.as_said(value)


@register.filter
def wall(row: ValueRow) -> str:
    """When a value of a table was so, on the client's wall: "5 January 2026, 14:30", without the noon of a mere day."""
    day, _t, clock = row.when.partition("T")
    said = date_format(dt.date.fromisoformat(day), "j F Y")
    return f"{said}, {clock}" if clock else said


@register.filter
def is_due(one: SeenAction) -> bool:
    """Whether one that comes again is due today."""
    return due_today(one)


@register.simple_tag
def week_words(one: SeenHabit) -> str:
    """The week's dots in words: "This week: Monday kept, Tuesday ill"."""
    parts = [f"{WEEKDAYS[dot.day.weekday()]} {dot.said.lower()}" for dot in one.week if dot.said and dot.mark != "open"]
    return _("This week: %(days)s") % {"days": ", ".join(parts)} if parts else _("This week: nothing yet")


@register.simple_tag
def dot_mark(dot: Dot, index: int, today: Any) -> SafeString:
    """One day of the week: a dot, and its letter."""
    x = 9 + index * 19
    mark = "today" if dot.day == today and dot.mark == "open" else dot.mark
    radius = {"done": "6", "part": "6", "today": "6", "off": "3", "missed": "4"}.get(mark, "2")
    return format_html(
        '<circle class="d-{}" cx="{}" cy="8" r="{}"/><text x="{}" y="28">{}</text>', mark, x, radius, x,
        spoken.weekday(dot.day),
    )  # fmt: skip


@register.simple_tag
def heat_map(one: SeenHabit, weeks: list[Week]) -> SafeString:
    """Half a year, a column a week; what a screen reader hears is the sum, the table has the days."""
    kept = sum(1 for week in weeks for dot in week.dots if dot.mark == "done")
    label = _("%(kept)d days kept in %(weeks)d weeks; the table below has every day") % {
        "kept": kept, "weeks": len(weeks),
    }  # fmt: skip
    step = CELL + GAP
    cells = format_html_join(
        "",
        '<rect class="c-{}" x="{}" y="{}" width="{}" height="{}" rx="3"><title>{}</title></rect>',
        (
            (
                dot.mark if dot.day <= one.today else "later", LEAD + column * step, HEAD + row * step, CELL, CELL,
                f"{date_format(dot.day, 'j F')}: {dot.said}" if dot.said else date_format(dot.day, "j F"),
            )
            for column, week in enumerate(weeks) for row, dot in enumerate(week.dots)
        ),
    )  # fmt: skip
    months = format_html_join(
        "", '<text x="{}" y="10">{}</text>',
        ((LEAD + n * step, date_format(week.month, "M")) for n, week in enumerate(weeks) if week.month),
    )  # fmt: skip
    names = format_html_join(
        "", '<text x="0" y="{}">{}</text>',
        ((HEAD + row * step + CELL - 2, str(WEEKDAYS[row])[:3]) for row in (0, 2, 4)),
    )  # fmt: skip
    return format_html(
        '<div class="heat" tabindex="0" role="group" aria-label="{}">'
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg></div>',
        _("Half a year, a column a week"), LEAD + len(weeks) * step, HEAD + 7 * step, label, months, names, cells,
    )  # fmt: skip


@register.simple_tag
def value_rows(table: Sequence[SeenValue], slip: Sequence[str] = ()) -> SafeString:
    """The rows of a table of values, hundreds of them; each with its button where there is a path for it (`slip`, what
    stands before and after the id)."""
    name = _("Remove")
    return format_html_join(
        "", '<tr><td>{}</td><td class="num">{}</td><td>{}{}</td>{}</tr>',
        (
            (
                one.day, one.value, one.source,
                format_html(' <span class="soft" dir="auto">“{}”</span>', one.note) if one.note else "",
                format_html(
                    '<td><button class="button quiet" type="submit" formaction="{}{}{}">{}'
                    '<span class="visually-hidden">: {}</span></button></td>',
                    slip[0], one.public_id, slip[1], name, one.day,
                ) if slip else "",
            )
            for one in table
        ),
    )  # fmt: skip


@register.simple_tag
def day_rows(table: Sequence[tuple[str, Sequence[str]]]) -> SafeString:
    """The rows of a table of days with a value of each of several measures, "" for none."""
    none = format_html('<span class="soft">–<span class="visually-hidden">{}</span></span>', _("none"))
    return format_html_join(
        "", '<tr><th scope="row">{}</th>{}</tr>',
        (
            (day, format_html_join("", '<td class="num">{}</td>', ((value or none,) for value in values)))
            for day, values in table
        ),
    )  # fmt: skip


SHAPES = ("M-3 0a3 3 0 1 1 6 0a3 3 0 1 1-6 0Z", "M-3-3h6v6h-6Z", "M0-4L4 0L0 4L-4 0Z", "M0-4L4 3H-4Z")


@register.simple_tag
def dot_shape(number: int) -> SafeString:
    """The dot of one series among several: round, square, standing on its corner, a triangle."""
    return SafeString(SHAPES[number % len(SHAPES)])


@register.inclusion_tag("plan/_chart.html")
def measure_chart(one: SeenMeasure, drawn: Drawn, marks: Sequence[Mark] = ()) -> dict[str, Any]:
    """A measure over time; what a screen reader hears is where it began and stands, the table has the rest."""
    return {**_chart([one], drawn, marks), "measure": one.measure, "baseline": one.baseline}


@register.inclusion_tag("plan/_chart.html")
def measures_chart(seen: Sequence[SeenMeasure], drawn: Drawn, marks: Sequence[Mark] = ()) -> dict[str, Any]:
    """Several of them over one time."""
    return {**_chart(seen, drawn, marks), "several": True}


def _chart(seen: Sequence[SeenMeasure], drawn: Drawn, marks: Sequence[Mark]) -> dict[str, Any]:
    return {
        "drawn": drawn,
        "marks": [(drawn.time.x(mark.at), mark, f"{day_of(mark.at)}: {mark.label}") for mark in marks],
        "panels": [
            (panel, [
                (line, [
                    (x, y, f"{seen[line.number].title}, {day_of(at)}: {spoken.number(value)} {seen[line.number].unit}")
                    for x, y, (at, value) in line.dots
                ])
                for line in panel.lines
            ])
            for panel in drawn.panels
        ],
        "first": day_of(drawn.time.start),
        "last": day_of(drawn.time.end),
        "foot": drawn.height - 4,
        "label": "; ".join(_in_words(one) for one in seen if one.points),
    }  # fmt: skip


def _in_words(one: SeenMeasure) -> str:
    return _("%(title)s: %(count)d values, from %(first)s to %(now)s") % {
        "title": one.title, "count": one.count, "first": spoken.number(one.first),
        "now": spoken.number(one.now),
    }  # fmt: skip
