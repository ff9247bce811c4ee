"""A summary: begun by the coach, and shared as it stands."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.notes import private
from opencoach.notes.actions.writing import locked
from opencoach.notes.models import Summary
from opencoach.people.models import Engagement, Membership
from opencoach.people.refusal import Refused


def make(engagement: Engagement, *, by: Membership) -> Summary:
    """The row alone; in the caller's transaction."""
    return Summary.objects.create(engagement=engagement, author=by)


@transaction.atomic
def share(summary: Summary) -> Summary:
    """Everybody in the engagement reads it so from now on. Raises Refused for one with nothing in it."""
    summary = locked(summary)
    if not (private.unseal(summary) or "").strip():
        raise Refused(_("Write a few words first."))
    summary.shared, summary.shared_revision = bytes(summary.words), summary.revision
    summary.shared_at = summary.shared_at or timezone.now()
    summary.save(update_fields=["shared", "shared_revision", "shared_at"])
    return summary
