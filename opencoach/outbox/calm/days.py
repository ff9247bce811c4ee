"""What comes, day by day, as a page shows it: one line for each mail, and one for each thing that does not go."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from opencoach.outbox.calm.budget import What, Why
from opencoach.outbox.calm.habits import wall
from opencoach.outbox.calm.upcoming import Coming
from opencoach.outbox.models import Delivery


@dataclass(slots=True)
class Mail:
    """One mail with all that goes in it, or one thing that is not sent. `why` says why it comes later, or not."""

    at: dt.datetime
    parts: list[Coming]
    why: str = ""

    @property
    def goes(self) -> bool:
        return self.parts[0].goes


@dataclass(slots=True)
class Day:
    date: dt.date
    mails: list[Mail] = field(default_factory=list)


def by_day(coming: Sequence[Coming], zone: str, *, mine: bool) -> list[Day]:
    """`coming` in mails, those in the days of `zone`. `mine`: its reader is the one who receives it."""
    days: dict[dt.date, Day] = {}
    for mail in _mails(coming, mine=mine):
        date = wall(mail.at, zone).date()
        days.setdefault(date, Day(date)).mails.append(mail)
    return list(days.values())


def _mails(coming: Iterable[Coming], *, mine: bool) -> Iterator[Mail]:
    carriers: dict[str, Mail] = {}
    made: list[Mail] = []
    for one in coming:
        key = one.verdict.into or one.key
        if one.goes and key in carriers:
            carriers[key].parts.append(one)
            continue
        mail = Mail(one.verdict.at, [one], why=reason(one, mine=mine))
        if one.goes:
            carriers[key] = mail
        made.append(mail)
    yield from made


def reason(one: Coming, *, mine: bool) -> str:
    """Why something comes later than it was planned, or not at all; "" where nothing holds it."""
    if one.set_aside:
        return one.row.reason if one.row is not None and one.row.state == Delivery.State.SKIPPED else ""
    texts = _skips if one.verdict.what == What.SKIP else _waits
    say = texts().get(one.verdict.why)
    return say[0 if mine else 1] if say else ""


def _waits() -> dict[Why, tuple[str, str]]:
    return {
        Why.QUIET: (_("It waits for the end of your quiet hours."), _("It waits for the end of their quiet hours.")),
        Why.PAUSE: (_("It waits for the end of your pause."), _("It waits for the end of their pause.")),
        Why.GATHER: (_("Once a day, as you like it."), _("Once a day, as they like it.")),
        Why.CAP: (_("The day before is full."), _("The day before is full for them.")),
    }


def _skips() -> dict[Why, tuple[str, str]]:
    return {
        Why.NOTHING: (_("It is too late for it."), _("It is too late for it.")),
        Why.QUIET: (_("After your quiet hours it is too late."), _("After their quiet hours it is too late.")),
        Why.PAUSE: (_("After your pause it is too late."), _("After their pause it is too late.")),
        Why.CAP: (
            _("Your days are full until it is too late."),
            _("They want no more mails a day, and later it is too late."),
        ),
        Why.ENDED: (_("You get no mails of this sort."), _("They get no mails of this sort.")),
    }
