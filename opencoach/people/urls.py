from django.urls import URLPattern, URLResolver, include, path

from opencoach.people import views

app_name = "people"

engagement: list[URLPattern | URLResolver] = [
    path("pause/", views.pause, name="pause"),
    path("pauses/<uuid:pause>/withdrawal/", views.pause_withdrawal, name="pause_withdrawal"),
    path("resumption/", views.resumption, name="resumption"),
    path("ending/", views.ending, name="ending"),
    path("reopening/", views.reopening, name="reopening"),
    path("description/", views.description, name="description"),
    path("coaches/", views.coaches, name="coaches"),
    path("sponsors/", views.sponsors, name="sponsors"),
    path("sponsors/<uuid:member>/", views.sponsorship, name="sponsorship"),
    path("sponsors/<uuid:member>/ending/", views.sponsorship_ending, name="sponsorship_ending"),
]
practice: list[URLPattern | URLResolver] = [
    path("clients/", views.clients, name="clients"),
    path("clients/<uuid:engagement>/", include(engagement)),
    path("help/", views.help_page, name="help"),
    path("sharing/", views.sharing, name="sharing"),
    path("logo/", views.logo, name="logo"),
    path("settings/", views.practice_settings, name="practice_settings"),
    path("settings/logo/", views.logo_upload, name="logo_upload"),
    path("settings/logo/removal/", views.logo_removal, name="logo_removal"),
    path("settings/people/", views.people_settings, name="people_settings"),
    path("settings/people/<uuid:member>/role/", views.role, name="role"),
    path("settings/people/<uuid:member>/ending/", views.membership_ending, name="membership_ending"),
    path("settings/people/<uuid:member>/reopening/", views.membership_reopening, name="membership_reopening"),
    path("settings/profile/", views.profile, name="profile"),
]
urlpatterns = [path("p/<slug:practice>/", include(practice))]
