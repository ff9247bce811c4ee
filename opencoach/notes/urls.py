from django.urls import path

from opencoach.notes import views

app_name = "notes"
OF_CLIENT = "p/<slug:practice>/clients/<uuid:engagement>/notes/"
NOTE = "p/<slug:practice>/notes/<uuid:note>/"
TEMPLATES = "p/<slug:practice>/settings/note-templates/"
TEMPLATE = f"{TEMPLATES}<uuid:template>/"
urlpatterns = [
    path(OF_CLIENT, views.notes, name="notes"),
    path(NOTE, views.note, name="note"),
    path(f"{NOTE}history/", views.note_history, name="note_history"),
    path(f"{NOTE}history/<uuid:earlier>/", views.note_rereading, name="note_rereading"),
    path(f"{NOTE}removal/", views.note_removal, name="note_removal"),
    path(f"{NOTE}restoration/", views.note_restoration, name="note_restoration"),
    path(TEMPLATES, views.templates, name="templates"),
    path(f"{TEMPLATES}new/", views.template_new, name="template_new"),
    path(TEMPLATE, views.template, name="template"),
    path(f"{TEMPLATE}archiving/", views.template_archiving, name="template_archiving"),
    path(f"{TEMPLATE}restoring/", views.template_restoring, name="template_restoring"),
]
