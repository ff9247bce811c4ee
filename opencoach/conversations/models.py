"""One conversation per engagement, whatever the channel."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Engagement, Person, Practice


class Conversation(models.Model):
    """Everything that coach and client say to each other. `last_seq` numbers its messages without a gap."""

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="conversations")
    engagement = models.OneToOneField(Engagement, on_delete=models.CASCADE, related_name="conversation")
    last_seq = models.BigIntegerField(default=0)
    last_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)


class Participant(models.Model):
    """How far one person has got in a conversation. Who may take part is `access.py`'s to say, not this row's."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="participations")
    delivered_seq = models.BigIntegerField(default=0)
    seen_seq = models.BigIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)
    unread_from = models.BigIntegerField(null=True, blank=True)  # "mark unread" from this sequence on
    muted_at = models.DateTimeField(null=True, blank=True)
    mailed_seq = models.BigIntegerField(default=0)  # up to here, an e-mail has told what came while they were away

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "person"], name="participant_once")]


class Message(models.Model):
    """One message, or one change to an earlier one: everything that the other side must learn has a sequence.

    `kind`: "text" (body, attachments), "system" (data says what happened), "edit", "delete", "react", "pin"
    (`target_seq` names the message that they change). The row of an edited message keeps its first body.
    """

    class Kind(models.TextChoices):
        TEXT = "text"
        SYSTEM = "system"
        EDIT = "edit"
        DELETE = "delete"
        REACT = "react"
        PIN = "pin"

    class Channel(models.TextChoices):
        WEB = "web"
        EMAIL = "email"
        SMS = "sms"

    public_id = PublicIdField()
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    seq = models.BigIntegerField()
    sender = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    client_id = models.CharField(max_length=40)  # chosen by the sender's device: sending twice is one message
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.TEXT)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.WEB)
    body = models.BinaryField(default=bytes)  # sealed, or UTF-8: see docs/decisions
    data = models.JSONField(default=dict, blank=True)
    reply_to_seq = models.BigIntegerField(null=True, blank=True)
    target_seq = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="message_seq"),
            models.UniqueConstraint(
                fields=["conversation", "sender", "client_id"],
                condition=~Q(client_id=""),
                name="message_once",
            ),
        ]
        indexes = [
            # "IS NOT NULL" in these words: SQLite doesn't see that an equality implies "NOT (… IS NULL)"
            models.Index(
                fields=["conversation", "target_seq"], condition=Q(target_seq__isnull=False), name="message_target"
            ),
            models.Index(fields=["conversation", "seq"], condition=Q(kind="pin"), name="message_pins"),
            models.Index(fields=["at"], condition=Q(kind="delete"), name="message_deletions"),
        ]


class Question(models.Model):
    """A message of a client that asks for an answer. It is answered once a coach says something after it."""

    class Source(models.TextChoices):
        MARKED = "marked"  # somebody said that it is one
        QUIET = "quiet"  # the first from a client after days of silence
        AWAY = "away"  # it came while the coach was away

    public_id = PublicIdField()
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="questions")
    message_seq = models.BigIntegerField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)  # by when the practice promised an answer, then
    source = models.CharField(max_length=8, choices=Source.choices)
    settled_at = models.DateTimeField(null=True, blank=True)  # it needs no answer, somebody said
    settled_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "message_seq"], name="question_once")]
        indexes = [models.Index(fields=["conversation"], condition=Q(settled_at=None), name="question_open")]


class Attachment(models.Model):
    """A file of a message, sealed on disk. Uploaded first (`message_seq` empty), then claimed by its message."""

    public_id = PublicIdField()
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="attachments")
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    message_seq = models.BigIntegerField(null=True, blank=True)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)  # sniffed, never what the browser said
    size = models.BigIntegerField()  # bytes, in clear
    path = models.CharField(max_length=200)  # below DATA/files
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)  # of a voice memo
    thumbnail = models.CharField(max_length=200, blank=True)
    thumbnail_state = models.CharField(max_length=8, default="none")  # none, waiting, ready, failed
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["conversation", "message_seq"]),
            models.Index(fields=["created_at"], condition=Q(thumbnail_state="waiting"), name="attachment_waiting"),
            models.Index(fields=["created_at"], condition=Q(message_seq=None), name="attachment_unclaimed"),
        ]
