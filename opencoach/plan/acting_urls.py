"""What a link in a mail to a client opens: no practice in its path, no account."""

from django.urls import path

from opencoach.plan.views import acting

app_name = "acting"
LINK = "do/<str:token>/"
urlpatterns = [
    path(LINK, acting.thing, name="thing"),
    path(f"{LINK}answer/", acting.answer, name="answer"),
    path(f"{LINK}undoing/", acting.undoing, name="undoing"),
    path(f"{LINK}later/", acting.later, name="later"),
    path(f"{LINK}sooner/", acting.sooner, name="sooner"),
]
