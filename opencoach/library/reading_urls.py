"""What the link of a mail opens: one material, no practice in its path, no account."""

from django.urls import path

from opencoach.library.views import linked

app_name = "reading"
LINK = "material/<str:token>/"
urlpatterns = [
    path(LINK, linked.share, name="share"),
    path(f"{LINK}file/", linked.file, name="file"),
    path(f"{LINK}thumbnail/", linked.thumbnail, name="thumbnail"),
    path(f"{LINK}captions/", linked.captions, name="captions"),
    path(f"{LINK}completion/", linked.completion, name="completion"),
    path(f"{LINK}resumption/", linked.resumption, name="resumption"),
]
