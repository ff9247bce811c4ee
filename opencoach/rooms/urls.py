from django.urls import path

from opencoach.rooms.views import panel, prompts, room, shown, transcript

app_name = "rooms"
ROOM = "p/<slug:practice>/sessions/<uuid:session>/room/"
PROMPTS = "p/<slug:practice>/settings/prompts/"
PROMPT = f"{PROMPTS}<uuid:prompt>/"
urlpatterns = [
    path(ROOM, room.room, name="room"),
    path(f"{ROOM}entry/", room.entry, name="entry"),
    path(f"{ROOM}admission/", room.admission, name="admission"),
    path(f"{ROOM}leaving/", room.leaving, name="leaving"),
    path(f"{ROOM}ending/", room.ending, name="ending"),
    path(f"{ROOM}reopening/", room.reopening, name="reopening"),
    path(f"{ROOM}medium/", room.medium, name="medium"),
    path(f"{ROOM}ice/", room.ice, name="ice"),
    path(f"{ROOM}panel/", panel.panel, name="panel"),
    path(f"{ROOM}agenda/", panel.agenda, name="agenda"),
    path(f"{ROOM}actions/", panel.action_new, name="action_new"),
    path(f"{ROOM}actions/<uuid:thing>/", panel.action, name="action"),
    path(f"{ROOM}goals/<uuid:thing>/rating/", panel.rating, name="rating"),
    path(f"{ROOM}shown/", shown.shown, name="shown"),
    path(f"{ROOM}shown/removal/", shown.removal, name="shown_removal"),
    path("p/<slug:practice>/sessions/<uuid:session>/transcript/", transcript.transcript, name="transcript"),
    path("p/<slug:practice>/clients/<uuid:engagement>/room/", room.start, name="start"),
    path(PROMPTS, prompts.prompts, name="prompts"),
    path(f"{PROMPTS}usual/", prompts.usual, name="prompts_usual"),
    path(f"{PROMPT}removal/", prompts.removal, name="prompt_removal"),
    path(f"{PROMPT}restoration/", prompts.restoration, name="prompt_restoration"),
    path(f"{PROMPT}moving/", prompts.moving, name="prompt_moving"),
]
