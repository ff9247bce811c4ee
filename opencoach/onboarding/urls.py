from django.urls import path

from opencoach.onboarding import views

app_name = "onboarding"
urlpatterns = [
    path("account/security/", views.security_home, name="security_home"),
    path("account/confirmation/", views.confirmation, name="confirmation"),
    path("setup/<str:token>/", views.setup, name="setup"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("invitation/<str:token>/acceptance/", views.invitation_acceptance, name="invitation_acceptance"),
    path("invitation/<str:token>/code/", views.invitation_code, name="invitation_code"),
    path("p/<slug:practice>/clients/new/", views.invite, name="invite"),
    path("p/<slug:practice>/clients/import/", views.import_clients, name="import_clients"),
    path("p/<slug:practice>/clients/import/sample.csv", views.import_sample, name="import_sample"),
    path(
        "p/<slug:practice>/invitations/<uuid:invitation>/resending/",
        views.invitation_resending,
        name="invitation_resending",
    ),
    path(
        "p/<slug:practice>/invitations/<uuid:invitation>/withdrawal/",
        views.invitation_withdrawal,
        name="invitation_withdrawal",
    ),
    path("p/<slug:practice>/clients/<uuid:engagement>/agreement/", views.agreement, name="agreement"),
    path("p/<slug:practice>/agreements/<uuid:acceptance>/", views.acceptance, name="acceptance"),
    path("p/<slug:practice>/settings/agreement/", views.agreement_settings, name="agreement_settings"),
    path("p/<slug:practice>/settings/agreement/<int:version>/", views.agreement_version, name="agreement_version"),
    path("p/<slug:practice>/settings/people/new/", views.invite_colleague, name="invite_colleague"),
    path("p/<slug:practice>/settings/security/", views.security, name="security"),
    path("p/<slug:practice>/settings/security/<int:sign_in>/ending/", views.sign_in_ending, name="sign_in_ending"),
]
