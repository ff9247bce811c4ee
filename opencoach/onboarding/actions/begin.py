"""The first coach of a practice comes in by the operator's link."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.onboarding.actions.agreement import publish
from opencoach.onboarding.agreement import default_text
from opencoach.onboarding.models import SetupLink
from opencoach.people.actions.practice import create_practice
from opencoach.people.models import Membership, Person
from opencoach.people.refusal import Refused


@transaction.atomic
def begin_practice(
    link: SetupLink,
    *,
    email: str,
    display_name: str,
    practice_name: str,
    zone: str,
    specialisations: Iterable[str] = (),
) -> Membership:
    """Use the link: a person, their practice, the first version of its agreement. Raises Refused once it is used."""
    row = SetupLink.objects.select_for_update().get(pk=link.pk)
    if row.used_at is not None:
        raise Refused(_("This link has been used already."))
    row.used_at = timezone.now()
    row.save(update_fields=["used_at"])
    person = person_at(email)
    owner = create_practice(
        name=practice_name, owner=person, display_name=display_name, zone=zone, specialisations=specialisations
    )
    publish(owner.practice, default_text(), by=person)
    return owner


def person_at(email: str) -> Person:
    """The person of an address that has just been proven to be theirs; a new one if nobody has it."""
    address = Person.objects.normalise(email)
    known = EmailAddress.objects.filter(email=address, verified=True).select_related("user").first()
    if known is not None:
        found: Person = known.user
        return found
    person, _made = Person.objects.get_or_create(email=address)
    if _made:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    EmailAddress.objects.update_or_create(
        user=person, email=address, defaults={"verified": True, "primary": person.email == address}
    )
    return person
