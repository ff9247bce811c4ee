import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib.fields import PublicIdField
from opencoach.library.models.sending import Sending
from opencoach.people.models import Engagement, Membership, Practice


class Mailing(models.Model):
    """One letter of a coach's to several clients. `words` is sealed JSON (`private`): subject and text as they were
    written, with fields that are filled in for each when it goes. `once` comes with the form: who presses twice sends
    once.
    """

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="mailings")
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="mailings")
    once: "models.UUIDField[uuid.UUID, uuid.UUID]" = models.UUIDField()
    words = models.BinaryField(default=b"", blank=True)
    attach = models.BooleanField(default=False)  # small files travel with the mail
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["created_by", "once"], name="mailing_once")]

    def __str__(self) -> str:
        return f"mailing {self.public_id}"


class MailingPart(models.Model):
    """One client of a letter, with the materials that they got with it; or whom it was not sent to, and why."""

    class LeftOut(models.TextChoices):
        NO = "", _("Sent")
        PAUSED = "paused", _("The work together pauses.")
        ENDED = "ended", _("The work together has ended.")
        NOBODY = "nobody", _("Nobody has come in yet.")

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="parts")
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sending = models.ForeignKey(Sending, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    left_out = models.CharField(max_length=8, choices=LeftOut.choices, default=LeftOut.NO, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailing", "engagement", "client"], name="mailing_part_once")]
