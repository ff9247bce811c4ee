from django.db import models
from django.db.models import F, Q

from opencoach.people.models import Person
from opencoach.sessions.models.session import CoachingSession

LONGEST = 3 * 24 * 3600  # seconds: a session lasts a day at most, and so does each of its buffers


class Occupancy(models.Model):
    """A stretch of a coach's time that is taken, buffers included: epoch seconds, the end not part of it.

    Per *person*, so across practices. Two stretches of one person never overlap: the database refuses it
    (`migrations/0002`), whatever the code has looked at before. None is longer than three days, so whoever looks for
    what reaches into a time has to look no further back.

    Of a session, or a hold: then `until` says up to when (epoch seconds) somebody may still say yes to that time. A
    hold that has run out is nobody's; whoever wants the time takes it away first.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="occupancies")
    session = models.ForeignKey(
        CoachingSession, null=True, blank=True, on_delete=models.CASCADE, related_name="occupancies"
    )
    starts = models.BigIntegerField()
    ends = models.BigIntegerField()
    until = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="occupancy_lasts"),
            models.CheckConstraint(condition=Q(ends__lte=F("starts") + LONGEST), name="occupancy_ends"),
            models.CheckConstraint(
                condition=Q(session__isnull=False, until=None) | Q(session=None, until__isnull=False),
                name="occupancy_session_or_hold",
            ),
            models.UniqueConstraint(fields=["session", "person"], name="occupancy_once"),
        ]
        indexes = [
            models.Index(fields=["person", "starts", "ends"]),
            models.Index(fields=["until"], condition=Q(until__isnull=False), name="occupancy_held"),
        ]
