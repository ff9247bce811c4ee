from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Engagement, Membership, Person


class Item(models.Model):
    """What stands in a plan. `client` is whose it is; None for what belongs to a whole group.

    `words` is what people wrote, sealed JSON (`private`): with the key of the client's part in the engagement, whose
    name ends in `sealed_for`. `revision` counts the changes to the words; a change names the one it was made from, so
    that nobody overwrites what somebody else has just written. What is removed can be restored.
    """

    public_id = PublicIdField()
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sealed_for = models.UUIDField(null=True, blank=True, editable=False)  # a person's public id; None for the group's
    words = models.BinaryField(default=b"", blank=True)
    revision = models.PositiveIntegerField(default=0)
    position = models.IntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Side(models.TextChoices):
    """From whose view something was rated."""

    CLIENT = "client", _("Client")
    COACH = "coach", _("Coach")
    TOGETHER = "together", _("Together")
