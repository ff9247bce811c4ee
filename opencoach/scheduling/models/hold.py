"""A time that waits for the code of a mail."""

from django.db import models
from django.utils import timezone

from opencoach.lib.fields import PublicIdField, ZoneField
from opencoach.people.models import Membership
from opencoach.sessions.models import CoachingSession, SessionType


class Hold(models.Model):
    """Somebody who has no account wants a time, and has still to show that the address is theirs.

    `held` is the row of `Occupancy` that takes the coach's time until `expires_at`: a number and no key, since whoever
    takes a time that has run out must not wait for this row. `said` is what they typed (sealed JSON: name, email,
    answers); it is erased with the session. The code is kept as a digest.
    """

    public_id = PublicIdField()
    coach = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="holds")
    session_type = models.ForeignKey(SessionType, on_delete=models.CASCADE, related_name="holds")
    held = models.BigIntegerField(null=True, blank=True)
    starts_at = models.DateTimeField()
    zone = ZoneField()
    hour12 = models.BooleanField(default=False)
    language = models.CharField(max_length=12, default="en")
    said = models.BinaryField(default=b"", blank=True)
    code = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    codes = models.PositiveSmallIntegerField(default=1)  # how many were sent
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    session = models.ForeignKey(CoachingSession, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["created_at"])]

    @property
    def is_over(self) -> bool:
        """Whether the time is not held any more, and there is no session."""
        return self.session_id is None and (self.held is None or self.expires_at <= timezone.now())
