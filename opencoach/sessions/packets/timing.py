"""When a packet goes. Pure.

Before a session as reminders do: `{"before": seconds}`, or `{"days": n, "at": minutes}`. After it: `{"after": seconds}`
from its end, or `{"later": n, "at": minutes}`, n days after its day, at so many minutes from midnight on the client's
clock.
"""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from opencoach.lib import moments
from opencoach.sessions import reminder_choices, times
from opencoach.sessions.reminder_choices import DAY, HOUR

Timing = Mapping[str, int]
BEFORE: tuple[Timing, ...] = (
    {"before": 7 * DAY},
    {"before": 5 * DAY},
    {"before": 3 * DAY},
    {"before": 2 * DAY},
    {"before": DAY},
    {"days": 1, "at": 9 * 60},
    {"days": 1, "at": 18 * 60},
    {"days": 0, "at": 7 * 60},
    {"before": 2 * HOUR},
)
AFTER: tuple[Timing, ...] = (
    {"after": 15 * 60},
    {"after": HOUR},
    {"after": 3 * HOUR},
    {"later": 0, "at": 18 * 60},
    {"later": 1, "at": 9 * 60},
    {"after": 3 * DAY},
    {"after": 7 * DAY},
)
SETTLE = dt.timedelta(minutes=10)  # after a step of the coach's, so that it can still be changed
LATEST = dt.timedelta(days=8)  # after the rule's time, a packet that still waits doesn't go any more


def key(timing: Timing) -> str:
    """What stands for it in a form: "before-259200", "after-3600", "later-1-540"."""
    if "after" in timing:
        return f"after-{timing['after']}"
    if "later" in timing:
        return f"later-{timing['later']}-{timing['at']}"
    return reminder_choices.key(timing)


def offered(moment: str, stored: Timing | None = None) -> dict[str, Timing]:
    """The choices by key; one that is stored and isn't among them comes last."""
    known = BEFORE if moment == "before" else AFTER
    return {key(one): one for one in (*known, *([stored] if stored else []))}


def spoken(timing: Timing) -> str:
    """ "3 days before", "1 hour after", "the next morning at 09:00"."""
    if "after" in timing:
        return _("%(time)s after") % {"time": reminder_choices.length(timing["after"])}
    if "later" not in timing:
        return reminder_choices.spoken(timing)
    hour, minute = divmod(timing["at"], 60)
    clock = moments.clock(dt.datetime(2000, 1, 1, hour, minute, tzinfo=dt.UTC))
    if timing["later"] == 0:
        return _("on the same day at %(time)s") % {"time": clock}
    if timing["later"] == 1:
        return _("the day after at %(time)s") % {"time": clock}
    return _("%(days)d days after at %(time)s") % {"days": timing["later"], "time": clock}


def due(timing: Timing, starts_at: dt.datetime, ends_at: dt.datetime, zone: str) -> dt.datetime:
    """The instant (UTC) that the rule names, for a client whose clock is that of `zone`."""
    if "before" in timing:
        return starts_at - dt.timedelta(seconds=timing["before"])
    if "after" in timing:
        return ends_at + dt.timedelta(seconds=timing["after"])
    if "later" in timing:
        day = times.wall(ends_at, zone).date() + dt.timedelta(days=timing["later"])
        return max(_at(day, timing["at"], zone), ends_at)
    return _at(times.wall(starts_at, zone).date() - dt.timedelta(days=timing["days"]), timing["at"], zone)


def _at(day: dt.date, minutes: int, zone: str) -> dt.datetime:
    return times.instant(day, dt.time(*divmod(minutes, 60)), zone)


def goes_before(rule_due: dt.datetime, *, known_at: dt.datetime, starts_at: dt.datetime) -> dt.datetime | None:
    """When a preparation goes: at its time, or, for a session that was booked later than that, a little after the
    booking. None where that is too late."""
    at = max(rule_due, known_at + SETTLE) if rule_due < known_at else rule_due
    return at if at < starts_at else None


def goes_after(rule_due: dt.datetime, *ready_at: dt.datetime) -> dt.datetime | None:
    """When a follow-up goes: at its time, or a little after the last thing that it waited for. None where that is too
    late."""
    late = max(ready_at)
    at = rule_due if late <= rule_due else max(rule_due, late + SETTLE)
    return at if at <= rule_due + LATEST else None
