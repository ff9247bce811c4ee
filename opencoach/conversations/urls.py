from django.urls import path

from opencoach.conversations.views import changes, files, held, library, pages, questions, writing

app_name = "conversations"
BASE = "p/<slug:practice>/messages/"
ONE = f"{BASE}<uuid:conversation>/"
SAID = f"{ONE}m/<int:seq>/"
urlpatterns = [
    path(BASE, pages.messages, name="messages"),
    path(f"{BASE}held/", held.held, name="held"),
    path(f"{BASE}held/<uuid:mail>/admission/", held.held_admission, name="held_admission"),
    path(f"{BASE}held/<uuid:mail>/discarding/", held.held_discarding, name="held_discarding"),
    path(ONE, pages.conversation, name="conversation"),
    path(f"{ONE}older/", pages.older, name="older"),
    path(f"{ONE}find/", pages.find, name="find"),
    path(f"{ONE}message/", writing.message, name="message"),
    path(f"{ONE}read/", writing.read, name="read"),
    path(f"{ONE}unread/", writing.unread, name="unread"),
    path(f"{ONE}file/", files.upload, name="upload"),
    path(f"{ONE}files/<uuid:attachment>/", files.attachment, name="attachment"),
    path(f"{ONE}files/<uuid:attachment>/thumbnail/", files.thumbnail, name="thumbnail"),
    path(f"{SAID}material/", library.keep, name="keep"),
    path(f"{ONE}templates/", library.wordings, name="wordings"),
    path(f"{ONE}materials/", library.materials, name="materials"),
    path(SAID, pages.said, name="said"),
    path(f"{SAID}wording/", changes.wording, name="wording"),
    path(f"{SAID}deletion/", changes.deletion, name="deletion"),
    path(f"{SAID}restoration/", changes.restoration, name="restoration"),
    path(f"{SAID}reaction/", changes.reaction, name="reaction"),
    path(f"{SAID}pin/", changes.pin, name="pin"),
    path(f"{SAID}question/", questions.question, name="question"),
    path("p/<slug:practice>/settings/questions/", questions.away, name="away"),
]
