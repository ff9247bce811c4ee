from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Membership, Person, Practice


class Questionnaire(models.Model):
    """A set of questions that a coach made, in versions. Its maker's own until it is shared with the practice.

    `title` is that of the newest definition, for lists. `attached` says when an intake is asked by itself.
    """

    class Purpose(models.TextChoices):
        INTAKE = "intake", _("Intake")
        BOOKING = "booking", _("Asked when booking")
        PREPARATION = "preparation", _("Preparation")
        CHECK_IN = "check_in", _("Check-in")
        WORKSHEET = "worksheet", _("Worksheet")
        ASSESSMENT = "assessment", _("Assessment")
        RATING = "rating", _("Rating of a session")  # built in: nobody makes, changes or asks it by hand

    MADE = [one for one in Purpose.choices if one[0] != "rating"]  # the purposes of what coaches make

    class Attached(models.TextChoices):
        NOWHERE = "", _("Only when I ask it")
        JOINING = "joining", _("To everybody who accepts my invitation")
        FIRST_TALK = "first_talk", _("To everybody who books a first talk with me")

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="questionnaires")
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.WORKSHEET)
    title = models.CharField(max_length=200)
    attached = models.CharField(max_length=12, choices=Attached.choices, default=Attached.NOWHERE, blank=True)
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="questionnaires")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    shared_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["practice"], condition=Q(archived_at=None), name="questionnaire_offered"),
            models.Index(fields=["created_by"], condition=~Q(attached=""), name="questionnaire_attached"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["practice"], condition=Q(purpose="rating"), name="questionnaire_rating_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One definition of a questionnaire. The one that isn't published is the draft; publishing freezes it for ever.

    `revision` grows with every change to the draft, so that two tabs don't overwrite each other.
    """

    public_id = PublicIdField()
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    definition = models.JSONField()
    hash = models.CharField(max_length=64, blank=True)  # of the definition, set by publishing
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="questionnaire_version"),
            models.UniqueConstraint(fields=["questionnaire"], condition=Q(published_at=None), name="one_draft"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class DraftStep(models.Model):
    """What a draft was before one change, so that the change can be taken back. The newest few are kept."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="steps")
    revision = models.PositiveIntegerField()  # of the draft before the change
    definition = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "revision"], name="draft_step_once")]
