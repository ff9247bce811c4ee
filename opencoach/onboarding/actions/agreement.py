"""A practice publishes a version of its agreement; a client accepts one."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from opencoach.onboarding.agreement import text_for, text_hash
from opencoach.onboarding.models import Acceptance, Agreement
from opencoach.outbox.actions.post import post
from opencoach.people.actions.consent import give_consent
from opencoach.people.actions.event import record_event
from opencoach.people.models import Engagement, Person, Practice
from opencoach.people.refusal import Refused


@transaction.atomic
def publish(practice: Practice, text: str, *, by: Person | None) -> Agreement:
    """A new version, unless the text is that of the latest; a published one never changes."""
    Practice.objects.select_for_update().get(pk=practice.pk)
    latest = current(practice)
    digest = text_hash(text)
    if latest is not None and latest.text_hash == digest:
        return latest
    version = (Agreement.objects.filter(practice=practice).aggregate(Max("version"))["version__max"] or 0) + 1
    agreement = Agreement.objects.create(
        practice=practice, version=version, text=text, text_hash=digest, published_by=by
    )
    record_event("agreement.published", practice=practice, actor=by, thing=agreement.public_id, version=version)
    return agreement


def current(practice: Practice) -> Agreement | None:
    """The version that clients accept now."""
    return Agreement.objects.filter(practice=practice).order_by("-version").first()


@transaction.atomic
def accept(
    agreement: Agreement, engagement: Engagement, person: Person, *, name: str, ip: str | None = None
) -> Acceptance:
    """The person accepts that version, under their name, and gets a copy by e-mail. Twice is once.

    Raises Refused if it is not the current version any more.
    """
    latest = current(engagement.practice)
    if latest is None or latest.pk != agreement.pk:
        raise Refused(_("The agreement has changed while you read it. Please look at the new version."))
    text = text_for(agreement.text, engagement, name)
    acceptance, made = Acceptance.objects.get_or_create(
        agreement=agreement,
        engagement=engagement,
        person=person,
        defaults={"name": name, "text": text, "text_hash": text_hash(text), "ip": ip},
    )
    if made:
        give_consent(engagement, person, "agreement", wording=f"version {agreement.version}")
        record_event(
            "agreement.accepted",
            practice=engagement.practice,
            engagement=engagement,
            actor=person,
            thing=acceptance.public_id,
            version=agreement.version,
        )
        post(
            "agreement_copy",
            address=person.email,
            person=person,
            practice=engagement.practice,
            engagement=engagement,
            payload={"acceptance": str(acceptance.public_id)},
            dedupe_key=f"agreement_copy:{acceptance.public_id}",
        )
    return acceptance
