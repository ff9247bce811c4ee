from django.urls import path

from opencoach.dashboard import pwa, views

app_name = "dashboard"
REVIEW = "p/<slug:practice>/sessions/<uuid:session>/review/"
urlpatterns = [
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("sw.js", pwa.service_worker, name="service_worker"),
    path("offline/", pwa.offline, name="offline"),
    path("robots.txt", pwa.robots, name="robots"),
    path("styleguide/", pwa.styleguide, name="styleguide"),
    path("", views.home, name="home"),
    path("p/<slug:practice>/", views.today, name="today"),
    path("p/<slug:practice>/clients/<uuid:engagement>/", views.overview, name="overview"),
    path("p/<slug:practice>/clients/<uuid:engagement>/attention/", views.attention, name="attention"),
    path("p/<slug:practice>/palette/", views.palette, name="palette"),
    path(REVIEW, views.review, name="review"),
    path(f"{REVIEW}goals/<uuid:thing>/", views.review_goal, name="review_goal"),
    path(f"{REVIEW}actions/", views.review_action_new, name="review_action_new"),
    path(f"{REVIEW}actions/<uuid:thing>/", views.review_action, name="review_action"),
    path(f"{REVIEW}actions/<uuid:thing>/tick/", views.review_tick, name="review_tick"),
]
