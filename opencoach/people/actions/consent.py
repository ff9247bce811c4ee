from django.db import transaction
from django.utils import timezone

from opencoach.people.actions.event import record_event
from opencoach.people.models import Consent, Engagement, Person


@transaction.atomic
def give_consent(engagement: Engagement, person: Person, kind: str, *, wording: str = "") -> Consent:
    """The person agrees to one kind of use, in these words. Giving it twice is giving it once."""
    Engagement.objects.select_for_update().get(pk=engagement.pk)
    present = Consent.objects.filter(engagement=engagement, person=person, kind=kind, withdrawn_at=None).first()
    if present is not None:
        return present
    consent = Consent.objects.create(engagement=engagement, person=person, kind=kind, wording=wording)
    _record("consent.given", consent)
    return consent


@transaction.atomic
def withdraw_consent(engagement: Engagement, person: Person, kind: str) -> None:
    """They don't agree any more; that they once did stays written down."""
    present = Consent.objects.select_for_update().filter(
        engagement=engagement, person=person, kind=kind, withdrawn_at=None
    )
    for consent in present:
        consent.withdrawn_at = timezone.now()
        consent.save(update_fields=["withdrawn_at"])
        _record("consent.withdrawn", consent)


def _record(verb: str, consent: Consent) -> None:
    record_event(
        verb,
        practice=consent.engagement.practice,
        engagement=consent.engagement,
        actor=consent.person,
        thing=consent.public_id,
        kind=consent.kind,
    )
