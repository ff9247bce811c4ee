from django.urls import URLPattern, URLResolver, path

from opencoach.demo import views

app_name = "demo"
urlpatterns: list[URLPattern | URLResolver] = [
    path("demo/enter/<slug:who>/<str:token>/", views.enter_demo, name="enter"),
    path("demo/mailbox/", views.mailbox_page, name="mailbox"),
    path("demo/mailbox/<slug:mail>/", views.mail_page, name="mail"),
    path("demo/mailbox/<slug:mail>/letter/", views.letter, name="letter"),
]
