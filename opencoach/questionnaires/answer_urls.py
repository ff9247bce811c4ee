"""What the link of a mail opens: the questions in it, no practice in its path, no account."""

from django.urls import path

from opencoach.questionnaires.views import linked

app_name = "answering"
LINK = "answer/<str:token>/"
urlpatterns = [
    path(LINK, linked.response, name="response"),
    path(f"{LINK}answers/", linked.answers, name="answers"),
    path(f"{LINK}uploads/", linked.uploads, name="uploads"),
]
