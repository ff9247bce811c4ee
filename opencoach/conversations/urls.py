from django.urls import path

from opencoach.conversations.views import changes, files, pages, writing

app_name = "conversations"
BASE = "p/<slug:practice>/messages/"
ONE = f"{BASE}<uuid:conversation>/"
SAID = f"{ONE}m/<int:seq>/"
urlpatterns = [
    path(BASE, pages.messages, name="messages"),
    path(ONE, pages.conversation, name="conversation"),
    path(f"{ONE}older/", pages.older, name="older"),
    path(f"{ONE}find/", pages.find, name="find"),
    path(f"{ONE}message/", writing.message, name="message"),
    path(f"{ONE}read/", writing.read, name="read"),
    path(f"{ONE}unread/", writing.unread, name="unread"),
    path(f"{ONE}file/", files.upload, name="upload"),
    path(f"{ONE}files/<uuid:attachment>/", files.attachment, name="attachment"),
    path(f"{ONE}files/<uuid:attachment>/thumbnail/", files.thumbnail, name="thumbnail"),
    path(SAID, pages.said, name="said"),
    path(f"{SAID}wording/", changes.wording, name="wording"),
    path(f"{SAID}deletion/", changes.deletion, name="deletion"),
    path(f"{SAID}restoration/", changes.restoration, name="restoration"),
    path(f"{SAID}reaction/", changes.reaction, name="reaction"),
    path(f"{SAID}pin/", changes.pin, name="pin"),
]
