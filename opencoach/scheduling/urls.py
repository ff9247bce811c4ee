from django.urls import path, register_converter

from opencoach.scheduling import views


class Door:
    """How strangers come: to the pages themselves ("book"), or to a frame on another site ("embed")."""

    regex = "book|embed"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Door, "door")
app_name = "scheduling"
TALK = "<door:door>/<slug:practice>/<slug:coach>/<slug:kind>/"
ASKED = f"{TALK}<str:token>/questions/<uuid:response>/"
PAGE = "p/<slug:practice>/settings/booking-page/"
PROSPECT = "p/<slug:practice>/clients/<uuid:engagement>/first-talk/"
LINKS = "p/<slug:practice>/settings/calendars/"
FEED = "p/<slug:practice>/settings/feed/"
HOURS = "p/<slug:practice>/settings/availability/"
urlpatterns = [
    path("p/<slug:practice>/calendar/", views.calendar, name="calendar"),
    path("p/<slug:practice>/calendar/<uuid:session>/", views.calendar_session, name="calendar_session"),
    path("p/<slug:practice>/calendar/<uuid:session>/moving/", views.calendar_move, name="calendar_move"),
    path("p/<slug:practice>/sessions/booking/", views.booking, name="booking"),
    path("p/<slug:practice>/sessions/booking/free/", views.free, name="free"),
    path("p/<slug:practice>/sessions/<uuid:session>/moving/", views.moving, name="moving"),
    path("session/<str:token>/moving/", views.linked_moving, name="linked_moving"),
    path("feeds/<str:token>.ics", views.feed, name="feed"),
    path(FEED, views.feeds, name="feeds"),
    path(f"{FEED}names/", views.feed_names, name="feed_names"),
    path(f"{FEED}removal/", views.feed_removal, name="feed_removal"),
    path(LINKS, views.links, name="links"),
    path(f"{LINKS}<uuid:link>/", views.link, name="link"),
    path(f"{LINKS}<uuid:link>/look/", views.link_look, name="link_look"),
    path(f"{LINKS}<uuid:link>/removal/", views.link_removal, name="link_removal"),
    path("<door:door>/<slug:practice>/", views.practice_page, name="public_practice"),
    path("<door:door>/<slug:practice>/<slug:coach>/", views.coach_page, name="public_coach"),
    path(TALK, views.public_when, name="public_when"),
    path(f"{TALK}<str:token>/", views.public_code, name="public_code"),
    path(f"{TALK}<str:token>/again/", views.public_code_again, name="public_code_again"),
    path(f"{TALK}<str:token>/first-talk.ics", views.public_entry, name="public_entry"),
    path(ASKED, views.public_questions, name="public_questions"),
    path(f"{ASKED}answers/", views.public_answers, name="public_answers"),
    path(f"{ASKED}uploads/", views.public_uploads, name="public_uploads"),
    path(PAGE, views.booking_page, name="booking_page"),
    path(f"{PAGE}practice/", views.booking_page_practice, name="booking_page_practice"),
    path(f"{PAGE}sites/", views.booking_page_sites, name="booking_page_sites"),
    path(PROSPECT, views.prospect, name="prospect"),
    path(f"{PROSPECT}invitation/", views.prospect_invitation, name="prospect_invitation"),
    path(f"{PROSPECT}parting/", views.prospect_parting, name="prospect_parting"),
    path(HOURS, views.availability, name="availability"),
    path(f"{HOURS}days/", views.overrides, name="overrides"),
    path(f"{HOURS}days/<uuid:override>/removal/", views.override_removal, name="override_removal"),
    path(f"{HOURS}holidays/", views.holidays, name="holidays"),
    path(f"{HOURS}holidays/undo/", views.holidays_undo, name="holidays_undo"),
    path(f"{HOURS}travels/", views.travels, name="travels"),
    path(f"{HOURS}travels/<uuid:travel>/removal/", views.travel_removal, name="travel_removal"),
]
