from django.urls import path

from opencoach.questionnaires import views

app_name = "questionnaires"
MINE = "p/<slug:practice>/questionnaires/"
ONE = f"{MINE}<uuid:response>/"
OF_CLIENT = "p/<slug:practice>/clients/<uuid:engagement>/questionnaires/"
LIBRARY = "p/<slug:practice>/library/questionnaires/"
MADE = f"{LIBRARY}<uuid:questionnaire>/"
urlpatterns = [
    path(LIBRARY, views.questionnaires, name="questionnaires"),
    path(f"{LIBRARY}import/", views.import_questionnaire, name="import"),
    path(MADE, views.questionnaire, name="questionnaire"),
    path(f"{MADE}about/", views.about, name="about"),
    path(f"{MADE}steps/", views.steps, name="steps"),
    path(f"{MADE}undoing/", views.undoing, name="undoing"),
    path(f"{MADE}scores/", views.scores, name="scores"),
    path(f"{MADE}trial/", views.trial, name="trial"),
    path(f"{MADE}preview/", views.preview, name="preview"),
    path(f"{MADE}versions/", views.versions, name="versions"),
    path(f"{MADE}wording/", views.wording, name="wording"),
    path(f"{MADE}source/", views.source, name="source"),
    path(f"{MADE}publication/", views.publication, name="publication"),
    path(f"{MADE}archiving/", views.archiving, name="archiving"),
    path(f"{MADE}restoring/", views.restoring, name="restoring"),
    path(f"{MADE}copying/", views.copying, name="copying"),
    path(f"{MADE}export/", views.export, name="export"),
    path(MINE, views.responses, name="responses"),
    path(ONE, views.response, name="response"),
    path(f"{ONE}answers/", views.answers, name="answers"),
    path(f"{ONE}uploads/", views.uploads, name="uploads"),
    path(f"{ONE}uploads/<uuid:upload>/", views.upload, name="upload"),
    path(f"{ONE}withdrawal/", views.withdrawal, name="withdrawal"),
    path(OF_CLIENT, views.asking, name="asking"),
]
