import datetime as dt
import zoneinfo

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib.fields import PublicIdField, ZoneField
from opencoach.people.models import Engagement, Membership, Person, Practice
from opencoach.sessions.models.type import Medium, SessionType

EARLY = dt.timedelta(minutes=15)  # a room opens so long before
OVER = dt.timedelta(hours=2)  # and a session may run over for so long
ASKED = "session"  # what the answers to a session's questionnaires are about


class CoachingSession(models.Model):
    """One session of an engagement, from its booking to what became of it.

    Planned as wall time in `zone` (`day`, `clock`, and `fold` for an hour that comes twice); `starts_at` and `ends_at`
    are the instants derived from that. `status` says where its last step has led; the steps say who did what when.
    `before` and `after` are buffers in minutes. `counts`: it is taken from the engagement's allotment.
    """

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Asked for")
        BOOKED = "booked", _("Booked")
        HELD = "held", _("Held")
        MISSED = "missed", _("Missed")
        CANCELLED = "cancelled", _("Cancelled")
        DECLINED = "declined", _("Declined")

    AHEAD = (Status.REQUESTED, Status.BOOKED)  # it is going to happen, and takes the coach's time

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="sessions")
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="sessions")
    session_type = models.ForeignKey(
        SessionType, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    coach = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="held_sessions")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.BOOKED)
    medium = models.CharField(max_length=10, choices=Medium.choices, default=Medium.VIDEO)
    place = models.CharField(max_length=300, blank=True)
    day = models.DateField()
    clock = models.TimeField()
    fold = models.PositiveSmallIntegerField(default=0)
    zone = ZoneField()
    minutes = models.PositiveSmallIntegerField()
    before = models.PositiveSmallIntegerField(default=0)
    after = models.PositiveSmallIntegerField(default=0)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)  # when it really began and ended
    ended_at = models.DateTimeField(null=True, blank=True)
    counts = models.BooleanField(default=True)
    sequence = models.PositiveIntegerField(default=0)  # of its calendar entry (RFC 5545, 3.8.7.4)
    agenda = models.BinaryField(default=b"", blank=True)  # sealed (`private`)
    answers = models.BinaryField(default=b"", blank=True)  # to the booking's questions, sealed JSON
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["engagement", "-starts_at"]),
            models.Index(fields=["coach", "starts_at"]),
            models.Index(fields=["starts_at"], condition=Q(status__in=("requested", "booked")), name="session_ahead"),
            models.Index(
                fields=["coach", "session_type", "starts_at"],
                condition=Q(status__in=("requested", "booked", "held", "missed")),
                name="session_counted",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="session_lasts"),
            models.CheckConstraint(condition=Q(starts_at__lt=models.F("ends_at")), name="session_in_order"),
        ]

    def __str__(self) -> str:
        return f"session {self.public_id}"

    @property
    def is_ahead(self) -> bool:
        return self.status in self.AHEAD

    @property
    def has_room(self) -> bool:
        """Whether it happens here: by video or in writing, and not at an address of its own."""
        return self.medium in {Medium.VIDEO, Medium.TEXT} and not self.place

    def room_is_open(self, now: dt.datetime) -> bool:
        """Whether its people can come into its room: from a quarter of an hour before, and some time over."""
        there = self.starts_at - EARLY <= now < self.ends_at + OVER
        return self.has_room and self.status == self.Status.BOOKED and there

    @property
    def wall(self) -> dt.datetime:
        """The planned beginning as the wall clock in `zone` shows it (aware)."""
        return dt.datetime.combine(self.day, self.clock, zoneinfo.ZoneInfo(self.zone)).replace(fold=self.fold)


class SessionStep(models.Model):
    """Something that was done with a session. `data` holds instants and choices, never somebody's words."""

    class Kind(models.TextChoices):
        REQUESTED = "requested", _("Asked for")
        BOOKED = "booked", _("Booked")
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")
        MOVED = "moved", _("Moved")
        CANCELLED = "cancelled", _("Cancelled")
        REINSTATED = "reinstated", _("Booked again")
        HELD = "held", _("Held")
        MISSED = "missed", _("Missed")
        LOGGED = "logged", _("Written down")
        PROPOSED = "proposed", _("Another time proposed")
        KEPT = "kept", _("Kept at its time")

    session = models.ForeignKey(CoachingSession, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    actor = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [models.Index(fields=["session", "at"])]


class Attendance(models.Model):
    """Whether somebody was there, and from when until when; and what their calendar program answers before.

    An answer belongs to the session as it was planned then: one whose `answer_sequence` isn't the session's own says
    nothing any more.
    """

    class Answer(models.TextChoices):
        NONE = "", _("No answer")
        ACCEPTED = "accepted", _("Comes")
        TENTATIVE = "tentative", _("Perhaps")
        DECLINED = "declined", _("Can’t come")
        PROPOSED = "proposed", _("Proposes another time")

    class Presence(models.TextChoices):
        UNKNOWN = "", _("Not noted")
        THERE = "there", _("There")
        LATE = "late", _("Came late")
        MISSING = "missing", _("Not there")

    session = models.ForeignKey(CoachingSession, on_delete=models.CASCADE, related_name="attendances")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="attendances")
    presence = models.CharField(max_length=8, choices=Presence.choices, default=Presence.UNKNOWN, blank=True)
    came_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=9, choices=Answer.choices, default=Answer.NONE, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_sequence = models.PositiveIntegerField(null=True, blank=True)
    proposed_for = models.DateTimeField(null=True, blank=True)  # when they would like it to begin

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "membership"], name="attendance_once")]
