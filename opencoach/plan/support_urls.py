"""What the link of a supporter opens: no practice in its path, no account."""

from django.urls import path

from opencoach.plan.views import support

app_name = "support"
LINK = "support/<str:token>/"
urlpatterns = [
    path(LINK, support.support, name="support"),
    path(f"{LINK}acceptance/", support.support_acceptance, name="support_acceptance"),
    path(f"{LINK}answer/", support.support_answer, name="support_answer"),
    path(f"{LINK}leaving/", support.support_leaving, name="support_leaving"),
]
