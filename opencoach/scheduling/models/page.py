"""What strangers may see: the booking page of a practice, and that of a coach."""

from typing import Any

from django.db import models
from django.utils import timezone

from opencoach.people.models import Membership, Practice
from opencoach.sessions.models import SessionType


class BookingPage(models.Model):
    """A practice's page: its coaches whose own pages are open, and the sites that may show the pages in a frame.

    `sites` are origins such as "https://example.org". `opened_at` is None while the page is closed.
    """

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, related_name="booking_page")
    opened_at = models.DateTimeField(null=True, blank=True)
    about = models.TextField(max_length=1000, blank=True)
    listed = models.BooleanField(default=True)  # search engines may list the practice's and its coaches' pages
    sites = models.JSONField(default=list, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)


class CoachPage(models.Model):
    """A coach's page: their words, and the first talks that can be booked there (all of theirs but `left_out`)."""

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="coach_page")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="coach_pages")
    slug = models.SlugField(max_length=60)
    opened_at = models.DateTimeField(null=True, blank=True)
    about = models.TextField(max_length=1000, blank=True)
    left_out: "models.ManyToManyField[SessionType, Any]" = models.ManyToManyField(SessionType, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "slug"], name="coach_page_slug")]
