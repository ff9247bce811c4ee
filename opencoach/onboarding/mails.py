"""The mails of coming in and of signing in: what they say, and whether they still should."""

import uuid
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.lib.markdown import document
from opencoach.onboarding.actions.invite import token_of
from opencoach.onboarding.models import Acceptance, Invitation
from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Kind, Rendered
from opencoach.outbox.words import compose
from opencoach.people import access
from opencoach.people.models import Membership, Person

# What allauth wants to say → our template. The codes and links in them are sealed until they go, and then erased.
ACCOUNT_MAILS = {
    "account/email/login_code": "login_code",
    "account/email/unknown_account": "unknown_account",
    "account/email/account_already_exists": "unknown_account",
    "account/email/email_confirmation": "confirm_address",
    "account/email/email_confirmation_signup": "confirm_address",
    "account/email/password_reset_key": "password_reset",
}


def absolute(path: str) -> str:
    return urljoin(settings.PUBLIC_URL, path)


def fill() -> None:
    """Called once, when the app is ready."""
    ports.register_kind(
        Kind(
            "invitation", gettext_lazy("Invitation"), _invitation, _invitation_due, _may_see_invitation, automatic=False
        )
    )
    ports.register_kind(Kind("agreement_copy", gettext_lazy("Copy of the agreement"), _copy, _always, _may_see_copy))
    ports.register_kind(
        Kind("account", gettext_lazy("Signing in"), _account, _always, lambda _person, _delivery: False, urgent=True)
    )


def _always(_delivery: Delivery) -> str:
    return ""


def _the_invitation(delivery: Delivery) -> Invitation | None:
    found = Invitation.objects.filter(public_id=uuid.UUID(str(delivery.payload["invitation"])))
    return found.select_related("practice", "engagement", "invited_by__person").first()


def _invitation(delivery: Delivery) -> Rendered:
    invitation = _the_invitation(delivery)
    if invitation is None:
        raise LookupError("the invitation is gone")
    coach = invitation.invited_by
    return compose(
        "onboarding/mail/invitation.html",
        {
            "invitation": invitation,
            "coach": coach,
            "link": absolute(
                reverse("onboarding:invitation", args=[delivery.hidden(lambda: token_of(invitation), "hidden")])
            ),
            "is_client": invitation.role == Membership.Role.CLIENT,
        },
        invitation.practice,
        from_name=coach.display_name,
        reply_to=coach.person.email,
    )


def _invitation_due(delivery: Delivery) -> str:
    invitation = _the_invitation(delivery)
    if invitation is None:
        return _("The invitation is gone.")
    if not delivery.dedupe_key.endswith(invitation.nonce[:8]):
        return _("A newer invitation has replaced it.")
    reasons = {
        "accepted": _("The invitation was accepted before it was sent."),
        "withdrawn": _("The invitation was withdrawn."),
        "expired": _("The invitation ran out."),
    }
    return reasons.get(invitation.state, "")


def _may_see_invitation(person: Person, delivery: Delivery) -> bool:
    """Whoever may see the engagement's name and times; the link itself is hidden from them all."""
    if delivery.engagement is None:
        return access.memberships_of(person).filter(practice=delivery.practice, role=Membership.Role.OWNER).exists()
    return any(
        access.engagements_listed_for(membership).filter(pk=delivery.engagement.pk).exists()
        for membership in access.memberships_of(person).filter(practice=delivery.practice)
        if membership.role != Membership.Role.SPONSOR
    )


def _copy(delivery: Delivery) -> Rendered:
    acceptance = Acceptance.objects.select_related("agreement__practice", "engagement", "person").get(
        public_id=uuid.UUID(str(delivery.payload["acceptance"]))
    )
    practice = acceptance.agreement.practice
    coach = acceptance.engagement.coach_parts.filter(until=None).select_related("membership__person").first()
    return compose(
        "onboarding/mail/agreement_copy.html",
        {
            "acceptance": acceptance,
            "practice": practice,
            "html": document(acceptance.text),
            "at": timezone.localtime(acceptance.accepted_at, timezone.get_default_timezone()),
        },
        practice,
        from_name=coach.membership.display_name if coach else "",
        reply_to=ports.answers_to(
            acceptance.engagement, acceptance.person, coach.membership.person.email if coach else ""
        ),
    )


def _may_see_copy(person: Person, delivery: Delivery) -> bool:
    if delivery.engagement is None:
        return False
    return any(
        access.engagements_for(membership).filter(pk=delivery.engagement.pk).exists()
        for membership in access.memberships_of(person).filter(practice=delivery.practice)
    )


def _account(delivery: Delivery) -> Rendered:
    return compose(
        f"onboarding/mail/{delivery.payload['template']}.html",
        {**delivery.payload, **delivery.secrets, "home": settings.PUBLIC_URL},
    )
