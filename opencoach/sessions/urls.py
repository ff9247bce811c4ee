from django.urls import path

from opencoach.sessions import views

app_name = "sessions"
ONE = "p/<slug:practice>/sessions/<uuid:session>/"
OF_CLIENT = "p/<slug:practice>/clients/<uuid:engagement>/sessions/"
urlpatterns = [
    path("p/<slug:practice>/sessions/", views.sessions, name="sessions"),
    path(ONE, views.session, name="session"),
    path(f"{ONE}cancellation/", views.cancellation, name="cancellation"),
    path(f"{ONE}reinstatement/", views.reinstatement, name="reinstatement"),
    path(f"{ONE}confirmation/", views.confirmation, name="confirmation"),
    path(f"{ONE}declining/", views.declining, name="declining"),
    path(f"{ONE}agenda/", views.agenda, name="agenda"),
    path(f"{ONE}holding/", views.holding, name="holding"),
    path(OF_CLIENT, views.engagement_sessions, name="engagement_sessions"),
    path(f"{OF_CLIENT}past/", views.log, name="log"),
]
