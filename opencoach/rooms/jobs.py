"""What the worker does for rooms."""

import datetime as dt

from django.utils import timezone

from opencoach.outbox import jobs
from opencoach.rooms import hours
from opencoach.rooms.actions import ending
from opencoach.rooms.models import Room, Visit

LEFT = dt.timedelta(minutes=20)  # nobody there for so long, after the planned end
PORTION = 50


def register() -> None:
    """Called once, when the app is ready."""
    jobs.register(jobs.Job("rooms.closing", dt.timedelta(minutes=1), close_left))


def close_left() -> bool:
    """Rooms that nobody has ended, and in which nobody is any more, are closed once the planned time is over. True:
    there may be more."""
    now = timezone.now()
    there = Visit.objects.filter(left_at=None, heard_at__gte=now - hours.SILENCE).values("room")
    over = Room.objects.filter(ended_at=None, session__ends_at__lt=now - LEFT).exclude(pk__in=there)
    rows = list(over.select_related("session__engagement__practice", "session__coach__person").order_by("pk")[:PORTION])
    for room in rows:
        ending.close(room.session, now=now)
    return len(rows) == PORTION
