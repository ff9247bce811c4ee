from django.urls import path

from opencoach.sessions import views

app_name = "sessions"
ONE = "p/<slug:practice>/sessions/<uuid:session>/"
IMPORT = "p/<slug:practice>/sessions/import/"
OF_CLIENT = "p/<slug:practice>/clients/<uuid:engagement>/sessions/"
TYPES = "p/<slug:practice>/settings/session-types/"
TYPE = f"{TYPES}<uuid:session_type>/"
urlpatterns = [
    path("p/<slug:practice>/sessions/", views.sessions, name="sessions"),
    path(IMPORT, views.import_sessions, name="import"),
    path(f"{IMPORT}sample/", views.import_sample, name="import_sample"),
    path(ONE, views.session, name="session"),
    path(f"{ONE}cancellation/", views.cancellation, name="cancellation"),
    path(f"{ONE}reinstatement/", views.reinstatement, name="reinstatement"),
    path(f"{ONE}confirmation/", views.confirmation, name="confirmation"),
    path(f"{ONE}declining/", views.declining, name="declining"),
    path(f"{ONE}agenda/", views.agenda, name="agenda"),
    path(f"{ONE}holding/", views.holding, name="holding"),
    path(OF_CLIENT, views.engagement_sessions, name="engagement_sessions"),
    path(f"{OF_CLIENT}past/", views.log, name="log"),
    path(TYPES, views.session_types, name="session_types"),
    path(f"{TYPES}new/", views.session_type_new, name="session_type_new"),
    path(f"{TYPES}usual/", views.usual_types, name="usual_types"),
    path(TYPE, views.session_type, name="session_type"),
    path(f"{TYPE}archiving/", views.session_type_archiving, name="session_type_archiving"),
    path(f"{TYPE}restoring/", views.session_type_restoring, name="session_type_restoring"),
]
