from django.urls import path

from opencoach.dashboard import pwa, views

app_name = "dashboard"
urlpatterns = [
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("sw.js", pwa.service_worker, name="service_worker"),
    path("offline/", pwa.offline, name="offline"),
    path("robots.txt", pwa.robots, name="robots"),
    path("styleguide/", pwa.styleguide, name="styleguide"),
    path("", views.home, name="home"),
    path("p/<slug:practice>/", views.today, name="today"),
    path("p/<slug:practice>/clients/<uuid:engagement>/", views.overview, name="overview"),
    path("p/<slug:practice>/palette/", views.palette, name="palette"),
]
