"""Calendars that a coach keeps elsewhere, and when they say that the coach is busy."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Membership, Person


class CalendarLink(models.Model):
    """A calendar that is looked into by its address. `place` is the address (sealed JSON), since whoever knows it can
    read the calendar; `host` is what of it may be shown.

    `checked_at`: when it was last read as a whole; `tried_at`: when it was last tried; `problem`: why that failed, ""
    where it didn't (`calendars/looking.py`). `read_until`: how far ahead its rows of `BusyTime` go. `state`: a digest
    of what was read and how, so that nothing is written where nothing is new.
    """

    public_id = PublicIdField()
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="calendar_links")
    name = models.CharField(max_length=80)
    host = models.CharField(max_length=255)
    place = models.BinaryField()
    all_day = models.BooleanField(default=False)
    free = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    next_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)  # when it was last expanded: what is ahead moves with time
    problem = models.CharField(max_length=20, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0)
    etag = models.CharField(max_length=200, blank=True)
    modified = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["next_at"])]


class BusyTime(models.Model):
    """A stretch in which somebody is busy by one of their calendars: epoch seconds, the end not part of it.

    Times and nothing else: what somebody does then is nobody's business here. None is longer than three days (longer
    ones are cut), so whoever looks for what reaches into a time has to look no further back.
    """

    link = models.ForeignKey(CalendarLink, on_delete=models.CASCADE, related_name="busy_times")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="busy_times")
    starts = models.BigIntegerField()
    ends = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="busy_time_lasts")]
        indexes = [models.Index(fields=["person", "starts", "ends"])]
