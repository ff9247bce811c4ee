"""Why a coach should look at how somebody's check-ins went. Pure: what is known of one rhythm in, reasons out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LOW = 3  # of 10: hardly any progress
HEAVY = 1  # the lowest mood
FALL = 3  # points below the time before
PATIENCE = 3  # days after it was due that nobody is asked about
FRESH = 21  # days; what is longer ago is not news


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one rhythm today. `due` are the days on which it was due lately, those of a pause left out;
    `seen_until`: what is missing up to that day has been seen."""

    due: Sequence[dt.date]
    today: dt.date
    day: dt.date | None = None  # of the latest answer, with what it said
    progress: int = 0
    mood: int | None = None
    before: int | None = None  # the progress of the answer before
    looked: bool = False
    seen_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One of them. `kind`: "heavy", "low", "fell" or "missing"; the heaviest comes first."""

    kind: str
    weight: int
    text: str
    day: dt.date


def reasons(known: Known) -> list[Reason]:
    """All of them, the heaviest first; [] where nothing asks for a look."""
    found = [*_said(known), *_missing(known)]
    return sorted(found, key=lambda one: -one.weight)


def _said(known: Known) -> list[Reason]:
    day = known.day
    if day is None or known.looked or (known.today - day).days > FRESH:
        return []
    found = []
    when = spoken(day, known.today)
    if known.mood == HEAVY:
        found.append(Reason("heavy", 78, _("Feels heavy, %(when)s") % {"when": when}, day))
    if known.progress <= LOW:
        text = _("%(progress)d of 10, %(when)s") % {"progress": known.progress, "when": when}
        found.append(Reason("low", 75, text, day))
    if known.before is not None and known.before - known.progress >= FALL:
        text = _("Fell from %(before)d to %(now)d") % {"before": known.before, "now": known.progress}
        found.append(Reason("fell", 70, text, day))
    return found


def missing(known: Known) -> list[dt.date]:
    """The days of which an answer is overdue, since the last answer or the last look."""
    late = [day for day in known.due if (known.today - day).days >= PATIENCE]
    after = [one for one in (known.day, known.seen_until) if one is not None]
    return [day for day in late if all(day > one for one in after)]


def _missing(known: Known) -> list[Reason]:
    gone = missing(known)
    if not gone:
        return []
    when = spoken(gone[-1], known.today)
    if len(gone) == 1:
        return [Reason("missing", 45, _("No check-in %(when)s") % {"when": when}, gone[-1])]
    text = ngettext("%(n)d check-in missing", "%(n)d check-ins missing", len(gone)) % {"n": len(gone)}
    return [Reason("missing", 65, text, gone[-1])]


def spoken(day: dt.date, today: dt.date) -> str:
    """ "today", "on Friday", "on 6 November" """
    ago = (today - day).days
    if ago == 0:
        return _("today")
    if 0 < ago < 7:
        return _("on %(day)s") % {"day": WEEKDAYS[day.weekday()]}
    return _("on %(day)s") % {"day": date_format(day, "j F")}


def draft(found: Sequence[Reason], name: str, obstacle: str = "") -> str:
    """A message to begin with, to be changed by the coach: an open question, no reproach and no advice."""
    if not found:
        return ""
    kinds = {one.kind for one in found}
    if kinds == {"missing"}:
        body = _(
            "I have not heard how it goes lately. That is no reproach: does the question come at the wrong moment, or "
            "is something else in the way?"
        )
    elif obstacle:
        body = _(
            "I read your check-in. You name “%(obstacle)s”. What of that is in your hands, and what would make it one "
            "point better by the next time?"
        ) % {"obstacle": one_line(obstacle)}
    elif "heavy" in kinds:
        body = _(
            "I read your check-in, and that it feels heavy. What weighs most just now? Shall we talk before our next "
            "session?"
        )
    else:
        body = _(
            "I read your check-in. What made it harder lately, and what would make it one point better by the next "
            "time?"
        )
    return f"{name},\n\n{body}" if name else body


def one_line(text: str, most: int = 160) -> str:
    """The first words of what somebody wrote, on one line."""
    flat = " ".join(text.split()).rstrip(".")
    return flat if len(flat) <= most else f"{flat[: most - 1].rsplit(' ', 1)[0]}…"
