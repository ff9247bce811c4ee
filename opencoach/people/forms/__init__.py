from opencoach.people.forms.contacts import ContactForms
from opencoach.people.forms.engagement import DescribeForm, EndForm, HandOverForm, PauseForm, SponsorForm
from opencoach.people.forms.practice import LogoForm, PracticeForm
from opencoach.people.forms.profile import ProfileForm, RoleForm

__all__ = [
    "ContactForms",
    "DescribeForm",
    "EndForm",
    "HandOverForm",
    "LogoForm",
    "PauseForm",
    "PracticeForm",
    "ProfileForm",
    "RoleForm",
    "SponsorForm",
]
