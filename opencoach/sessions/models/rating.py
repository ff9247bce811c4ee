from django.db import models
from django.db.models import Q
from django.utils import timezone

from opencoach.people.models import Membership, Person
from opencoach.questionnaires.models import Response
from opencoach.sessions.models.session import CoachingSession

RATED = "rating"  # what the answers to the built-in questions about a session are about


class SessionRating(models.Model):
    """How somebody who was there found a session, once; `response` holds the marks and words, sealed.

    `low`: a mark is so low that the coach had better ask. `seen_at`: a coach has said that they have looked.
    """

    session = models.ForeignKey(CoachingSession, on_delete=models.CASCADE, related_name="ratings")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="session_rating")
    low = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "membership"], name="session_rating_once")]
        indexes = [models.Index(fields=["at"], condition=Q(low=True, seen_at=None), name="session_rating_low")]
