from django.urls import path

from opencoach.scheduling import views

app_name = "scheduling"
HOURS = "p/<slug:practice>/settings/availability/"
urlpatterns = [
    path("p/<slug:practice>/sessions/booking/", views.booking, name="booking"),
    path("p/<slug:practice>/sessions/booking/free/", views.free, name="free"),
    path("p/<slug:practice>/sessions/<uuid:session>/moving/", views.moving, name="moving"),
    path(HOURS, views.availability, name="availability"),
    path(f"{HOURS}days/", views.overrides, name="overrides"),
    path(f"{HOURS}days/<uuid:override>/removal/", views.override_removal, name="override_removal"),
    path(f"{HOURS}travels/", views.travels, name="travels"),
    path(f"{HOURS}travels/<uuid:travel>/removal/", views.travel_removal, name="travel_removal"),
]
