from django.db import models
from django.db.models import F, Q

from opencoach.people.models import Person
from opencoach.sessions.models.session import CoachingSession


class Occupancy(models.Model):
    """A stretch of a coach's time that is taken, buffers included: epoch seconds, the end not part of it.

    Per *person*, so across practices. Two stretches of one person never overlap: the database refuses it
    (`migrations/0002`), whatever the code has looked at before.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="occupancies")
    session = models.ForeignKey(CoachingSession, on_delete=models.CASCADE, related_name="occupancies")
    starts = models.BigIntegerField()
    ends = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="occupancy_lasts"),
            models.UniqueConstraint(fields=["session", "person"], name="occupancy_once"),
        ]
        indexes = [models.Index(fields=["person", "starts", "ends"])]
