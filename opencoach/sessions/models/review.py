from django.db import models
from django.utils import timezone

from opencoach.people.models import Person
from opencoach.plan.models import Action, Goal
from opencoach.sessions.models.session import CoachingSession


class SessionGoal(models.Model):
    """A goal that was talked about in a session."""

    session = models.ForeignKey(CoachingSession, on_delete=models.CASCADE, related_name="goal_parts")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="session_parts")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "goal"], name="session_goal_once")]


class SessionAction(models.Model):
    """An action that was agreed in a session: a new one, or one that is taken along."""

    session = models.ForeignKey(CoachingSession, on_delete=models.CASCADE, related_name="action_parts")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="session_parts")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "action"], name="session_action_once")]
