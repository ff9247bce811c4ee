"""A table of past sessions: what its columns are called, and what is wrong in each row. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from opencoach.lib import table_days, written
from opencoach.lib.tables import Row, Table
from opencoach.lib.words import one_line
from opencoach.sessions import times
from opencoach.sessions.models.type import DAY, Medium

REQUIRED = ("client", "date", "time")
OLDEST = 1970
KNOWN_AS: dict[str, set[str]] = {
    "client": {
        "client",
        "name",
        "client name",
        "full name",
        "email",
        "e-mail",
        "e-mail address",
        "email address",
        "who",
    },
    "date": {"date", "day", "session date", "start", "starts", "start date", "when"},
    "time": {"time", "start time", "begin", "began", "from", "hour"},
    "minutes": {"minutes", "length", "duration", "min", "lasted", "how long"},
    "medium": {"medium", "where", "place", "format", "channel", "location"},
    "type": {"type", "session type", "kind", "service", "appointment type"},
    "counts": {"counts", "counted", "counts as one"},
}
MEDIA = {
    Medium.VIDEO: {"video call", "online", "zoom", "teams", "meet", "skype"},
    Medium.TEXT: {"chat", "text", "messages"},
    Medium.PHONE: {"call", "telephone", "phone call"},
    Medium.IN_PERSON: {"in-person", "face to face", "face-to-face", "office", "on site"},
    Medium.LINK: {"link"},
}
YES, NO = {"yes", "y", "true", "1", "x", "✓"}, {"no", "n", "false", "0", "-"}


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of session, for a row that names it: what holds where the row says nothing else."""

    id: int
    minutes: int
    medium: str


@dataclass(frozen=True, slots=True)
class Client:
    """An engagement that a name or an address may mean."""

    id: int
    ended: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows are read with. `clients` and `kinds` are found by names, case folded; `zone` is the coach's."""

    clients: Mapping[str, Sequence[Client]]
    kinds: Mapping[str, Kind]
    zone: str
    now: dt.datetime


@dataclass(slots=True)
class PastRow(Row):
    """One past session of the table. `there`: it is written down already."""

    client: int | None = None
    start: dt.datetime | None = None
    minutes: int = 60
    medium: str = Medium.IN_PERSON
    kind: int | None = None
    counts: bool = True
    there: bool = False


def rows_of(table: Table, mapping: Mapping[str, int], known: Known) -> list[PastRow]:
    """Every row as it is understood, with what is wrong in it."""
    lines = list(table.lines(mapping))
    first = written.day_first(values.get("date", "") for _number, values in lines)
    found: list[PastRow] = []
    seen: dict[tuple[int | None, dt.datetime | None], int] = {}
    for number, values in lines:
        row = PastRow(number, {key: one_line(value) for key, value in values.items()})
        _client(row, known)
        _start(row, known, first)
        _kind(row, known)
        _length(row)
        _medium(row)
        _counts(row)
        place = (row.client, row.start)
        if None not in place and (earlier := seen.setdefault(place, number)) != number:
            row.errors.append(_("The same session stands in row %(number)d.") % {"number": earlier})
        found.append(row)
    return found


def _client(row: PastRow, known: Known) -> None:
    wanted = row.values.get("client", "")
    if not wanted:
        row.errors.append(_("The client is missing."))
        return
    found = known.clients.get(wanted.casefold(), ())
    right = [one for one in found if not one.ended] or list(found)
    if len(right) == 1:
        row.client = right[0].id
    elif not right:
        row.errors.append(_("You have no client “%(value)s”.") % {"value": wanted[:80]})
    elif "@" in wanted:
        row.errors.append(_("You coach “%(value)s” more than once. Give the name.") % {"value": wanted[:80]})
    else:
        said = _("You have more than one client “%(value)s”. Give the e-mail address.")
        row.errors.append(said % {"value": wanted[:80]})


def _start(row: PastRow, known: Known, first: bool | None) -> None:
    date, inside = written.apart(row.values.get("date", ""))
    time = row.values.get("time", "") or inside
    day = table_days.day(row, date, first=first, oldest=OLDEST)
    clock = written.clock(time) if time else None
    if not time:
        row.errors.append(_("The time is missing."))
    elif clock is None:
        row.errors.append(_("“%(value)s” is no time. Write it as 14:30.") % {"value": time[:40]})
    if day is None or clock is None:
        return
    start = times.instant(day, clock, known.zone)
    if times.wall(start, known.zone).time() != clock:
        row.errors.append(_("The clocks went forward then: there was no %(time)s.") % {"time": f"{clock:%H:%M}"})
    elif start > known.now:
        row.errors.append(_("That is still to come: book it instead."))
    else:
        row.start = start


def _kind(row: PastRow, known: Known) -> None:
    wanted = row.values.get("type", "")
    if not wanted:
        return
    if found := known.kinds.get(wanted.casefold()):
        row.kind, row.minutes, row.medium = found.id, found.minutes, found.medium
    else:
        said = _("“%(value)s” is none of your session types. Leave it empty, or make it in Settings.")
        row.errors.append(said % {"value": wanted[:80]})


def _length(row: PastRow) -> None:
    wanted = row.values.get("minutes", "")
    if not wanted:
        return
    found = written.minutes(wanted)
    if found is None:
        row.errors.append(_("“%(value)s” is no length. Write the minutes, such as 60.") % {"value": wanted[:40]})
    elif not 0 < found <= DAY:
        row.errors.append(_("A session lasts between a minute and a day."))
    else:
        row.minutes = found


def _medium(row: PastRow) -> None:
    wanted = row.values.get("medium", "").casefold()
    if not wanted:
        return
    for medium, names in MEDIA.items():
        if wanted in names or wanted in {medium.value, str(medium.label).casefold()}:
            row.medium = medium.value
            return
    choices = ", ".join(str(label) for label in Medium.labels)
    said = _("“%(value)s” is no place that we know. Choose one of: %(choices)s.")
    row.errors.append(said % {"value": row.values["medium"][:40], "choices": choices})


def _counts(row: PastRow) -> None:
    wanted = row.values.get("counts", "").casefold()
    if wanted in NO | {_("no").casefold()}:
        row.counts = False
    elif wanted and wanted not in YES | {_("yes").casefold()}:
        row.errors.append(_("“%(value)s” is neither yes nor no.") % {"value": row.values["counts"][:40]})
