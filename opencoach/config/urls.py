"""Which app answers which path. Each app's `urls.py` has the rest."""

from django.urls import include, path

urlpatterns = [
    path("", include("opencoach.dashboard.urls")),
    path("", include("opencoach.people.urls")),
    path("", include("opencoach.onboarding.urls")),
    path("", include("opencoach.sessions.urls")),
    path("", include("opencoach.scheduling.urls")),
    path("", include("opencoach.rooms.urls")),
    path("", include("opencoach.outbox.urls")),
    path("", include("opencoach.conversations.urls")),
    path("", include("opencoach.questionnaires.urls")),
    path("", include("opencoach.questionnaires.answer_urls")),
    path("", include("opencoach.library.urls")),
    path("", include("opencoach.library.reading_urls")),
    path("", include("opencoach.notes.urls")),
    path("", include("opencoach.plan.urls")),
    path("", include("opencoach.plan.template_urls")),
    path("", include("opencoach.plan.support_urls")),
    path("", include("opencoach.plan.acting_urls")),
    path("", include("opencoach.demo.urls")),
    path("account/", include("allauth.urls")),
]
handler403 = "opencoach.dashboard.errors.forbidden"
handler404 = "opencoach.dashboard.errors.not_found"
handler500 = "opencoach.dashboard.errors.failed"
handler400 = "opencoach.dashboard.errors.bad_request"
