from django.urls import URLPattern, URLResolver, include, path

from opencoach.outbox import views

app_name = "outbox"

practice: list[URLPattern | URLResolver] = [
    path("settings/deliveries/", views.deliveries, name="deliveries"),
    path("settings/deliveries/<uuid:delivery>/", views.delivery, name="delivery"),
    path("settings/deliveries/<uuid:delivery>/preview/", views.preview, name="delivery_preview"),
    path("settings/deliveries/<uuid:delivery>/retrial/", views.retrial, name="delivery_retrial"),
    path("settings/deliveries/<uuid:delivery>/cancellation/", views.cancellation, name="delivery_cancellation"),
    path("settings/deliveries/<uuid:delivery>/address/", views.address_lifting, name="suppression_lifting"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("p/<slug:practice>/", include(practice)),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
