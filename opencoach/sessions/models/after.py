from django.db import models

from opencoach.notes.models import Note, Summary
from opencoach.people.models import Membership
from opencoach.sessions.models.session import CoachingSession


class SessionNote(models.Model):
    """A coach's private note about one session."""

    session = models.ForeignKey(CoachingSession, on_delete=models.CASCADE, related_name="note_parts")
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    note = models.OneToOneField(Note, on_delete=models.CASCADE, related_name="session_part")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "author"], name="session_note_once")]


class SessionSummary(models.Model):
    """The summary of a session: one, whoever of its coaches writes on it."""

    session = models.OneToOneField(CoachingSession, on_delete=models.CASCADE, related_name="summary_part")
    summary = models.OneToOneField(Summary, on_delete=models.CASCADE, related_name="session_part")
