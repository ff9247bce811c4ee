from typing import Any

from django.db import models
from django.utils import timezone

from opencoach.lib.fields import PublicIdField
from opencoach.people.models.engagement import Engagement
from opencoach.people.models.person import Person
from opencoach.people.models.practice import Practice


class EventQuerySet(models.QuerySet["Event"]):
    """Events are written and read; nothing changes or removes one (but with its whole practice or engagement)."""

    def update(self, **values: Any) -> int:
        raise TypeError("An event is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("An event is never removed.")

    def _raw_delete(self, using: str | None) -> int:
        raise TypeError("An event is never removed.")


class Event(models.Model):
    """Who did what to which thing when. Written by every action, in its transaction; never changed.

    `data` holds ids, dates and choices, never somebody's words.
    """

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="events")
    engagement = models.ForeignKey(Engagement, null=True, blank=True, on_delete=models.CASCADE, related_name="events")
    actor = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=48)  # "invitation.sent", "agreement.accepted", "message.sent" …
    thing = models.UUIDField(null=True, blank=True)  # the public_id of what it happened to
    data = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["engagement", "-at"]),
            models.Index(fields=["practice", "-at"]),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise TypeError("An event is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("An event is never removed.")
