"""Looking into calendars, as the worker does it: whose turn it is, what they say, and what is kept of it.

A calendar that cannot be read keeps what it said last: free times that are none would be worse than old ones. Its coach
is told since when (`attention.py`).
"""

import datetime as dt
import hashlib
import json
import logging
import threading
from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from opencoach.lib import secretbox
from opencoach.scheduling.calendars import fetching, reading
from opencoach.scheduling.calendars.expanding import Busy, Wanted
from opencoach.scheduling.calendars.fetching import Failed, File
from opencoach.scheduling.calendars.reading import Unreadable
from opencoach.scheduling.models import BusyTime, CalendarLink
from opencoach.scheduling.spans import Span
from opencoach.sessions.models import LONGEST

log = logging.getLogger("opencoach.scheduling")
PURPOSE = "scheduling.link"
JOB = "scheduling.calendars"
EVERY = dt.timedelta(minutes=10)
AGAIN = tuple(dt.timedelta(minutes=number) for number in (2, 5, 15, 60, 180))  # after a failure, and the ones before it
LEASE = dt.timedelta(minutes=5)  # so long nobody else looks into a calendar that somebody is looking into
BACK, AHEAD = dt.timedelta(days=1), dt.timedelta(days=400)
ANEW = dt.timedelta(hours=12)  # what is ahead moves on, even where the file stays as it is
AT_ONCE = 4
_places = threading.BoundedSemaphore(AT_ONCE)


def seal_address(link: CalendarLink, address: str) -> None:
    link.place = secretbox.seal(PURPOSE, link.public_id.bytes, json.dumps({"address": address}))


def address_of(link: CalendarLink) -> str:
    """Raises secretbox.Unreadable."""
    found: str = json.loads(secretbox.unseal(PURPOSE, link.public_id.bytes, bytes(link.place)))["address"]
    return found


def look_where_due() -> bool:
    """The job: begin to look into the calendars whose turn it is. No other job waits for a slow one."""
    while _places.acquire(blocking=False):
        link = claim(timezone.now())
        if link is None:
            _places.release()
            return False
        threading.Thread(target=_look_aside, args=[link], name="calendars", daemon=True).start()
    return False


def claim(now: dt.datetime) -> int | None:
    """The id of a link whose turn it is; it is nobody else's for a while."""
    due = CalendarLink.objects.filter(next_at__lte=now).order_by("next_at")
    for pk, next_at in due.values_list("pk", "next_at")[: 2 * AT_ONCE]:
        if CalendarLink.objects.filter(pk=pk, next_at=next_at).update(next_at=now + LEASE):
            return int(pk)
    return None


def _look_aside(pk: int) -> None:
    try:
        look(pk)
    except Exception:
        log.exception("A calendar could not be looked into")
    finally:
        _places.release()
        connection.close()


def look(pk: int, now: dt.datetime | None = None) -> None:
    """Look into one calendar, and keep what it says."""
    link = CalendarLink.objects.select_related("membership__person").filter(pk=pk).first()
    if link is None:
        return
    if link.membership.ended_at is not None:  # whoever has left keeps nothing here
        link.delete()
        return
    now = now or timezone.now()
    is_old = link.read_at is None or link.read_at < now - ANEW or not link.state
    try:
        file = fetching.fetch(address_of(link), *(("", "") if is_old else (link.etag, link.modified)))
        if file is None:
            _note(link, now)
            return
        wanted = _wanted(link, now)
        state = _state(file, wanted)
        if state == link.state and not is_old:
            _note(link, now, etag=file.etag, modified=file.modified)
            return
        [found] = reading.read([file.content], wanted)
        if isinstance(found, Unreadable):
            raise found
    except (Failed, Unreadable) as error:
        _note_failure(link, now, error.why)
    except secretbox.Unreadable:
        _note_failure(link, now, "secret")
    else:
        _keep(link, now, found, file, state)


def _wanted(link: CalendarLink, now: dt.datetime) -> Wanted:
    window = (int((now - BACK).timestamp()), int((now + AHEAD).timestamp()))
    return Wanted(window, link.membership.zone, all_day=link.all_day, free=link.free)


def _state(file: File, wanted: Wanted) -> str:
    how = f"{wanted.zone}\0{wanted.all_day}\0{wanted.free}\0".encode()
    return hashlib.sha256(how + file.content).hexdigest()


@transaction.atomic
def _keep(link: CalendarLink, now: dt.datetime, found: Busy, file: File, state: str) -> None:
    """What it says now instead of what it said. A calendar that was taken away meanwhile stays away."""
    row = CalendarLink.objects.select_for_update(no_key=True).only("pk", "all_day", "free").filter(pk=link.pk).first()
    if row is None:
        return
    if (row.all_day, row.free) != (link.all_day, link.free):  # chosen otherwise meanwhile: it is looked into again
        return
    old = BusyTime.objects.filter(link=link)
    new = list(pieces(found.spans))
    if list(old.order_by("starts").values_list("starts", "ends")) != new:
        old.delete()
        person = link.membership.person_id
        rows = (BusyTime(link=link, person_id=person, starts=starts, ends=ends) for starts, ends in new)
        BusyTime.objects.bulk_create(rows, batch_size=1000)
    _note(link, now, read_at=now, unread=found.unread, etag=file.etag, modified=file.modified, state=state)


def pieces(spans: list[Span]) -> Iterator[Span]:
    """None longer than rows of busy time may be."""
    for first, ends in spans:
        for starts in range(first, ends, LONGEST):
            yield starts, min(starts + LONGEST, ends)


def _note(link: CalendarLink, now: dt.datetime, **values: object) -> None:
    # what was chosen otherwise meanwhile is still to be looked at
    CalendarLink.objects.filter(pk=link.pk, all_day=link.all_day, free=link.free).update(
        tried_at=now, checked_at=now, next_at=now + EVERY, problem="", failures=0, **values
    )


def _note_failure(link: CalendarLink, now: dt.datetime, why: str) -> None:
    pause = AGAIN[min(link.failures, len(AGAIN) - 1)]
    CalendarLink.objects.filter(pk=link.pk).update(
        tried_at=now, next_at=now + pause, problem=why, failures=F("failures") + 1
    )
