"""What of a session's news is told to somebody, after what they were told before. Pure."""

import datetime as dt
from dataclasses import dataclass

ASKED, BOOKED, CONFIRMED, DECLINED = "asked", "booked", "confirmed", "declined"
MOVED, CANCELLED, REINSTATED = "moved", "cancelled", "reinstated"
WHAT = (ASKED, BOOKED, CONFIRMED, DECLINED, MOVED, CANCELLED, REINSTATED)


@dataclass(frozen=True, slots=True)
class Stand:
    """How a session stands, as somebody knows it: the status, and when it begins (UTC)."""

    status: str
    starts_at: dt.datetime

    @property
    def ahead(self) -> bool:
        return self.status in {"requested", "booked"}


def news(kind: str, now: Stand, told: Stand | None, *, replaced: bool, involved: bool) -> str:
    """What is to be told (one of `WHAT`), or "" for nothing.

    `kind` is the step that was done, `now` how the session stands after it. `told` is what their last mail said that
    went out, None for none; `replaced`: one was waiting and is taken back for this one. `involved`: they did
    something with the session themselves, so they know of it without a mail.
    """
    if told is None:
        return _first(kind, now, replaced=replaced, involved=involved)
    if not told.ahead:
        return REINSTATED if now.ahead else ""
    if not now.ahead:
        return DECLINED if now.status == "declined" else CANCELLED
    return CONFIRMED if kind == CONFIRMED else _changed(now, told)


def _changed(now: Stand, told: Stand) -> str:
    """Between two ways in which it is going to happen."""
    if told.starts_at != now.starts_at:
        return MOVED
    if told.status != now.status:
        return ASKED if now.status == "requested" else CONFIRMED
    return ""


def _first(kind: str, now: Stand, *, replaced: bool, involved: bool) -> str:
    """For somebody whom no mail has reached: what waited for them is told as it stands now."""
    if now.ahead:
        if kind == CONFIRMED or (kind in {MOVED, REINSTATED} and not replaced):
            return kind
        return ASKED if now.status == "requested" else BOOKED
    if now.status == "declined":
        return DECLINED
    return CANCELLED if involved or not replaced else ""
