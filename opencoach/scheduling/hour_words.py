"""Hours as people type them: "9-12, 13:30-17", "9am-5pm". Pure."""

import re

from django.utils.translation import gettext as _

from opencoach.scheduling.spans import merged

CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})|h)?\s*(?P<half>[ap]\.?m\.?)?", re.IGNORECASE)
DASH = re.compile(r"\s*(?:-|–|—|\bto\b|\bbis\b)\s*", re.IGNORECASE)
DAY = 24 * 60


def parse(text: str) -> list[tuple[int, int]]:
    """Ranges of minutes from midnight, in order; nothing for no words.

    Raises ValueError, saying what was not understood, in a sentence for whoever typed it.
    """
    parts = [part.strip() for part in re.split(r"[,;\n]|\band\b", text) if part.strip()]
    ranges = [_range(part) for part in parts]
    together = merged(ranges)
    if sum(end - start for start, end in together) != sum(end - start for start, end in ranges):
        raise ValueError(_("Some of these hours overlap."))
    return together


def _range(part: str) -> tuple[int, int]:
    ends = DASH.split(part)
    if len(ends) != 2:
        raise ValueError(_("“%(text)s” is not understood. Write it as 9–12, 13:30–17.") % {"text": part[:40]})
    start, end = (_minute(one, part) for one in ends)
    if end == 0:
        end = DAY
    if start >= end:
        raise ValueError(_("“%(text)s” ends before it begins.") % {"text": part[:40]})
    return start, end


def _minute(text: str, part: str) -> int:
    found = CLOCK.fullmatch(text)
    hour, minute = (int(found["hour"]), int(found["minute"] or 0)) if found else (99, 0)
    half = (found["half"] or "").lower()[:1] if found else ""
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif half:
        hour = 99
    if hour * 60 + minute > DAY or minute > 59:
        raise ValueError(_("“%(text)s” is not understood. Write it as 9–12, 13:30–17.") % {"text": part[:40]})
    return hour * 60 + minute


def say(ranges: list[tuple[int, int]] | list[list[int]]) -> str:
    """The same as text that `parse` takes: "09:00–12:00, 13:30–17:00"."""
    return ", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in ranges)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
