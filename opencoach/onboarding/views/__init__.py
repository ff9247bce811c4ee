from opencoach.onboarding.views.agreement import acceptance, agreement, agreement_settings, agreement_version
from opencoach.onboarding.views.confirmation import confirmation
from opencoach.onboarding.views.imports import import_clients, import_sample
from opencoach.onboarding.views.invitation import invitation, invitation_acceptance, invitation_code
from opencoach.onboarding.views.invite import invitation_resending, invitation_withdrawal, invite, invite_colleague
from opencoach.onboarding.views.security import security, security_home, sign_in_ending
from opencoach.onboarding.views.setup import setup

__all__ = [
    "acceptance",
    "agreement",
    "agreement_settings",
    "agreement_version",
    "confirmation",
    "import_clients",
    "import_sample",
    "invitation",
    "invitation_acceptance",
    "invitation_code",
    "invitation_resending",
    "invitation_withdrawal",
    "invite",
    "invite_colleague",
    "security",
    "security_home",
    "setup",
    "sign_in_ending",
]
