from django.db import models

from opencoach.notes.models.note import Writing


class Summary(Writing):
    """What coach and clients both read about something they did together.

    `words` is what the coach is writing; `shared` what everybody reads (sealed like it), as it stood at
    `shared_revision`.
    """

    shared = models.BinaryField(default=b"", blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)  # for the first time
    shared_revision = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"summary {self.public_id}"

    @property
    def is_behind(self) -> bool:
        """The coach has written on since it was shared."""
        return self.shared_at is not None and self.revision != self.shared_revision
