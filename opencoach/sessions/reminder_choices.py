"""The reminders that a session type can send, as its form offers them. Pure.

A rule is one of two shapes: `{"before": seconds}`, elapsed time before the session; or `{"days": n, "at": minutes}`,
n days before its day, at so many minutes from midnight on the reader's clock.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.lib import moments

HOUR = 3600
DAY = 24 * HOUR
Rule = Mapping[str, int]
PRESETS: tuple[Rule, ...] = (
    {"before": 7 * DAY},
    {"before": 2 * DAY},
    {"before": DAY},
    {"days": 1, "at": 9 * 60},
    {"days": 1, "at": 18 * 60},
    {"days": 0, "at": 7 * 60},
    {"before": 2 * HOUR},
    {"before": HOUR},
    {"before": 15 * 60},
)


def key(rule: Rule) -> str:
    """What stands for a rule in a form: "before-7200", "days-1-540"."""
    return f"before-{rule['before']}" if "before" in rule else f"days-{rule['days']}-{rule['at']}"


def offered(stored: Iterable[Rule]) -> dict[str, Rule]:
    """The presets by key, and after them what is stored besides."""
    return {key(rule): rule for rule in (*PRESETS, *stored)}


def spoken(rule: Rule) -> str:
    """A rule as people say it: "24 hours before", "the day before at 09:00"."""
    if "before" in rule:
        return _("%(time)s before") % {"time": length(rule["before"])}
    hour, minute = divmod(rule["at"], 60)
    time = moments.clock(dt.datetime(2000, 1, 1, hour, minute, tzinfo=dt.UTC))
    if rule["days"] == 0:
        return _("on the same day at %(time)s") % {"time": time}
    if rule["days"] == 1:
        return _("the day before at %(time)s") % {"time": time}
    return _("%(days)d days before at %(time)s") % {"days": rule["days"], "time": time}


def length(seconds: int) -> str:
    """ "2 days" from two days on, "24 hours", "15 minutes"; what is none of them in minutes."""
    if seconds >= 2 * DAY and seconds % DAY == 0:
        return ngettext("%d day", "%d days", seconds // DAY) % (seconds // DAY)
    if seconds % HOUR == 0:
        return ngettext("%d hour", "%d hours", seconds // HOUR) % (seconds // HOUR)
    return ngettext("%d minute", "%d minutes", seconds // 60) % (seconds // 60)
