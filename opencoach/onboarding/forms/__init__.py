from opencoach.onboarding.forms.agreement import AcceptForm, AgreementForm
from opencoach.onboarding.forms.code import CodeForm
from opencoach.onboarding.forms.invite import InviteClientForm, InviteColleagueForm
from opencoach.onboarding.forms.setup import SetupForm

__all__ = ["AcceptForm", "AgreementForm", "CodeForm", "InviteClientForm", "InviteColleagueForm", "SetupForm"]
