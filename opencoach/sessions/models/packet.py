from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib.fields import PublicIdField
from opencoach.library.models import Material, Sending
from opencoach.people.models import Engagement, Membership, Person, Practice
from opencoach.sessions.models.session import CoachingSession
from opencoach.sessions.models.type import SessionType


class PacketRule(models.Model):
    """What goes to the clients before or after each session of a type, or of one engagement: a packet.

    `timing` is read by `packets.timing`. `text` is a template (`library.merging`): words for everybody who has such a
    session. Those of one engagement's rule are for its people alone: sealed, in `words` (`packets.content`). The
    materials are those of today when it goes: their newest versions.
    """

    class Moment(models.TextChoices):
        BEFORE = "before", _("Before the session")
        AFTER = "after", _("After the session")

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="packet_rules")
    session_type = models.ForeignKey(
        SessionType, null=True, blank=True, on_delete=models.CASCADE, related_name="packet_rules"
    )
    engagement = models.ForeignKey(
        Engagement, null=True, blank=True, on_delete=models.CASCADE, related_name="packet_rules"
    )
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    moment = models.CharField(max_length=6, choices=Moment.choices)
    timing = models.JSONField()
    text = models.TextField(blank=True)
    words = models.BinaryField(default=b"", blank=True)
    questionnaire = models.ForeignKey(
        "questionnaires.Questionnaire", null=True, blank=True, on_delete=models.SET_NULL, related_name="packet_rules"
    )
    attach = models.BooleanField(default=False)  # small files travel with the mail
    summary = models.BooleanField(default=False)  # it waits for the coach's summary of the session
    actions = models.BooleanField(default=False)  # with the actions that were agreed in it
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(session_type=None, engagement__isnull=False)
                | Q(session_type__isnull=False, engagement=None),
                name="packet_rule_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"rule {self.public_id}"

    @property
    def has_words(self) -> bool:
        return bool(self.text or self.words)


class PacketRuleMaterial(models.Model):
    """A material that goes by a rule, in an order."""

    rule = models.ForeignKey(PacketRule, on_delete=models.CASCADE, related_name="material_parts")
    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="packet_rule_parts")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "material"], name="packet_rule_material_once")]
        ordering = ["position", "pk"]


class Packet(models.Model):
    """What a rule sends about one session, where it differs from the rule, or has gone. Without a row it is as the
    rule says.

    `words` is sealed JSON (`packets.content`): `text` in place of the rule's. `content` holds
    choices in place of the rule's: materials (public ids), questionnaire (a public id, "" for none).
    """

    public_id = PublicIdField()
    session = models.ForeignKey(CoachingSession, on_delete=models.CASCADE, related_name="packets")
    rule = models.ForeignKey(PacketRule, on_delete=models.PROTECT, related_name="packets")
    words = models.BinaryField(default=b"", blank=True)
    content: "models.JSONField[dict[str, object] | None, dict[str, object] | None]" = models.JSONField(
        null=True, blank=True
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)
    skipped_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=0)  # how often it was sent by hand
    sent_at = models.DateTimeField(null=True, blank=True)  # when it was sent by hand last

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "rule"], name="packet_once")]


class PacketCopy(models.Model):
    """A packet in one client's hands."""

    packet = models.ForeignKey(Packet, on_delete=models.CASCADE, related_name="copies")
    client = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    sending = models.ForeignKey(Sending, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["packet", "client"], name="packet_copy_once")]
