"""Text messages: whose number it is, what they agreed to, what each text costs, and what the network said of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib.fields import PublicIdField
from opencoach.outbox.models.traffic import Delivery
from opencoach.people.models import Membership, Practice


class Number(models.Model):
    """A phone number of a member (E.164), theirs once a code that was sent to it came back.

    `code` is a digest of the code that is out; it is empty when none is.
    """

    public_id = PublicIdField()
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="numbers")
    number = models.CharField(max_length=20)
    code = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)  # of the code that is out
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(removed_at=None), name="number_one_of_a_member")
        ]
        indexes = [models.Index(fields=["number"], condition=Q(removed_at=None), name="number_present")]


class TextConsent(models.Model):
    """Somebody agreed to get texts at their number: in which words, when and by which road. Kept when it has ended."""

    class Road(models.TextChoices):
        PAGE = "page", _("on the page")
        TEXT = "text", _("by a text")
        GONE = "gone", _("the number was given up")

    number = models.ForeignKey(Number, on_delete=models.CASCADE, related_name="consents")
    wording = models.TextField()  # what they saw, or the text that they sent
    road = models.CharField(max_length=4, choices=Road.choices)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_road = models.CharField(max_length=4, choices=Road.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=Q(withdrawn_at=None), name="text_consent_current")
        ]


class TextPlan(models.Model):
    """How many parts of texts a practice may send in a month; without a row, as many as the installation says."""

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, related_name="text_plan")
    most_parts = models.PositiveIntegerField(null=True, blank=True)  # None: no limit
    changed_at = models.DateTimeField(default=timezone.now)


class Text(models.Model):
    """What is known of one text besides its delivery: its parts and cost, and what the gateway and the network said.

    `handed_at`: from then on the gateway may have it, and nobody knows until it says so; empty again when it is certain
    that it has not. `repeated_at`: the same text went once more after the gateway had said nothing for so long.
    """

    class Report(models.TextChoices):
        NOTHING = "", _("No word yet")
        TAKEN = "taken", _("With the network")
        ARRIVED = "arrived", _("Arrived")
        FAILED = "failed", _("Did not arrive")

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="text")
    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    unicode = models.BooleanField(default=False)
    parts = models.PositiveSmallIntegerField()
    price = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)  # of all parts
    currency = models.CharField(max_length=3, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    handed_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    repeated_at = models.DateTimeField(null=True, blank=True)
    report = models.CharField(max_length=8, choices=Report.choices, default=Report.NOTHING, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True)  # the network's word on what failed

    class Meta:
        indexes = [models.Index(fields=["practice", "created_at"])]


class ShortLink(models.Model):
    """Where the few letters of a link in a text lead. Only their digest is kept; `kind` is a key of `ports.links`."""

    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=48)
    payload = models.JSONField(default=dict)
    until = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now)
