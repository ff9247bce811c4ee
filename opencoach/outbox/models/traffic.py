"""What must go out, when and by which channel; what came in, raw."""

import json
from collections.abc import Callable

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib import secretbox
from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Engagement, Person, Practice


class Delivery(models.Model):
    """One e-mail or text that is to go out. Its body is rendered when it is sent and never stored.

    `payload` names its source (public ids, choices), never words or secrets; the kind's `render` reads the rest.
    `secret` is what cannot be derived again when it is sent (a sign-in code): sealed, and erased when it is finished.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Sending")
        MERGED = "merged", _("Goes with another")  # in the mail of its `carrier`, while that is being sent
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        SKIPPED = "skipped", _("Not needed any more")

    UNFINISHED = (State.WAITING, State.SENDING, State.MERGED)

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries")
    engagement = models.ForeignKey(
        Engagement, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries")
    kind = models.CharField(max_length=48)  # a key of outbox.ports.kinds
    channel = models.CharField(max_length=16, default="email")  # a key of outbox.transports
    address = models.CharField(max_length=254)
    payload = models.JSONField(default=dict, blank=True)
    secret = models.BinaryField(null=True, editable=False)
    dedupe_key = models.CharField(max_length=200, unique=True)
    planner = models.CharField(max_length=48, blank=True)  # a key of outbox.ports.planners, for what it planned
    by_hand = models.BooleanField(default=False)  # somebody pressed "send it now": nothing holds it
    carrier = models.ForeignKey(  # whose mail it goes, or went, in
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="carried", db_index=False
    )
    urgent = models.BooleanField(default=False)  # goes before everything else: somebody waits for it now
    due_at = models.DateTimeField(default=timezone.now)  # when it is meant to go
    next_at = models.DateTimeField(default=timezone.now)  # when it is tried next: `due_at`, or later after a failure
    expires_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=500, blank=True)  # why it failed, waits or was skipped, in plain words
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_by = models.CharField(max_length=64, blank=True)
    message_id = models.CharField(max_length=200, blank=True)  # stable over every attempt
    provider_id = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)  # at the reader's own server, as the provider says

    class Meta:
        indexes = [
            models.Index(fields=["urgent", "next_at"], condition=Q(state="waiting"), name="delivery_next"),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="delivery_leased"),
            models.Index(fields=["expires_at"], condition=Q(state="waiting"), name="delivery_expiring"),
            models.Index(fields=["carrier"], condition=Q(carrier__isnull=False), name="delivery_carried"),
            models.Index(fields=["next_at"], condition=Q(state="merged"), name="delivery_merged"),
            models.Index(fields=["practice", "-due_at"], name="delivery_by_practice"),
            models.Index(fields=["engagement", "-due_at"]),
            models.Index(fields=["planner", "engagement"], condition=Q(state="waiting"), name="delivery_planned"),
        ]

    previewing = False  # set on the instance while somebody looks at it before or after it went

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state not in self.UNFINISHED

    @property
    def secrets(self) -> dict[str, str]:
        """What `post(…, secret=…)` sealed; each value is dots in a preview. Empty once erased."""
        sealed: dict[str, str] = json.loads(self.unsealed) if self.secret else {}
        return {key: self.hidden(value.__str__) for key, value in sealed.items()}

    @property
    def unsealed(self) -> str:
        return secretbox.unseal("outbox.delivery", self.public_id.bytes, bytes(self.secret or b""))

    def hidden(self, make: Callable[[], str], shown: str = "••••••") -> str:
        """A secret that is derived when it is sent, such as a signed link; `shown` instead when it is a preview."""
        return shown if self.previewing else make()


class Inbound(models.Model):
    """What came in by mail or text: raw and sealed until it has been dealt with, then only that it came.

    Held mails belong to an engagement, whose coach says what becomes of them; `person` is whom they say they are from.
    """

    class State(models.TextChoices):
        NEW = "new", _("New")
        TAKEN = "taken", _("Taken")
        HELD = "held", _("Held")
        IGNORED = "ignored", _("Ignored")

    public_id = PublicIdField()
    channel = models.CharField(max_length=16)
    key = models.CharField(max_length=300, unique=True)  # a digest of Message-ID and recipient, or the provider's id
    sender = models.CharField(max_length=320)  # the envelope's
    is_report = models.BooleanField(default=False)  # the envelope named nobody: a bounce, a machine's word
    recipient = models.CharField(max_length=320)
    raw = models.BinaryField(default=b"", blank=True)  # sealed; empty once it is dealt with
    received_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    reason = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    engagement = models.ForeignKey(Engagement, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["received_at"], condition=Q(state="new"), name="inbound_new"),
            models.Index(fields=["engagement"], condition=Q(state="held"), name="inbound_held"),
        ]


class Suppression(models.Model):
    """An address that nothing goes to any more, and why. `practice` is empty for a bounce: it holds everywhere."""

    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=16, default="email")
    address = models.CharField(max_length=254)
    scope = models.CharField(max_length=32, default="all")  # "all", or a group of kinds ("reminders")
    reason = models.CharField(max_length=500)
    created_at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["channel", "address"], condition=Q(lifted_at=None), name="suppression_current")]


class Ask(models.Model):
    """An open question to a number: a text carries no token, so its answer finds the handler here."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="asks")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=16, default="sms")
    number = models.CharField(max_length=20)
    handler = models.CharField(max_length=48)  # a key of outbox.ports.answers
    payload = models.JSONField(default=dict, blank=True)
    key = models.CharField(max_length=200, unique=True)  # the same question of the same text is asked once
    delivery = models.ForeignKey(  # the text that asks it: it is open once that has gone; None: at once
        Delivery, null=True, blank=True, on_delete=models.CASCADE, related_name="asks"
    )
    created_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["number", "until"], condition=Q(answered_at=None), name="ask_open")]


class Worker(models.Model):
    """A worker that lives, or lived: it writes `seen_at` every few seconds."""

    name = models.CharField(max_length=64, unique=True)  # what `Delivery.lease_by` says
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    # by channel, why nothing goes out now and until when: {"email": {"problem": "…", "since": "…", "until": "…"}}
    paused = models.JSONField(default=dict, blank=True)
