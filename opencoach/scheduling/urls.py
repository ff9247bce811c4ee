from django.urls import path

from opencoach.scheduling import views

app_name = "scheduling"
FEED = "p/<slug:practice>/settings/feed/"
HOURS = "p/<slug:practice>/settings/availability/"
urlpatterns = [
    path("p/<slug:practice>/sessions/booking/", views.booking, name="booking"),
    path("p/<slug:practice>/sessions/booking/free/", views.free, name="free"),
    path("p/<slug:practice>/sessions/<uuid:session>/moving/", views.moving, name="moving"),
    path("feeds/<str:token>.ics", views.feed, name="feed"),
    path(FEED, views.feeds, name="feeds"),
    path(f"{FEED}names/", views.feed_names, name="feed_names"),
    path(f"{FEED}removal/", views.feed_removal, name="feed_removal"),
    path(HOURS, views.availability, name="availability"),
    path(f"{HOURS}days/", views.overrides, name="overrides"),
    path(f"{HOURS}days/<uuid:override>/removal/", views.override_removal, name="override_removal"),
    path(f"{HOURS}travels/", views.travels, name="travels"),
    path(f"{HOURS}travels/<uuid:travel>/removal/", views.travel_removal, name="travel_removal"),
]
