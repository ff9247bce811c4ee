"""A coach's own plan templates: under Settings, and so a place of its own."""

from django.urls import path

from opencoach.plan import views

app_name = "plan_templates"
TEMPLATES = "p/<slug:practice>/settings/plan-templates/"
TEMPLATE = f"{TEMPLATES}<uuid:thing>/"
urlpatterns = [
    path(TEMPLATES, views.patterns_settings, name="patterns"),
    path(f"{TEMPLATES}new/", views.pattern_new, name="pattern_new"),
    path(TEMPLATE, views.pattern, name="pattern"),
    path(f"{TEMPLATE}archiving/", views.pattern_archiving, name="pattern_archiving"),
    path(f"{TEMPLATE}rereading/", views.pattern_rereading, name="pattern_rereading"),
    path(f"{TEMPLATE}restoring/", views.pattern_restoring, name="pattern_restoring"),
]
