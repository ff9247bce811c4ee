from django.urls import URLPattern, URLResolver, include, path

from opencoach.outbox import views

app_name = "outbox"

practice: list[URLPattern | URLResolver] = [
    path("settings/deliveries/", views.deliveries, name="deliveries"),
    path("settings/deliveries/<uuid:delivery>/", views.delivery, name="delivery"),
    path("settings/deliveries/<uuid:delivery>/preview/", views.preview, name="delivery_preview"),
    path("settings/deliveries/<uuid:delivery>/retrial/", views.retrial, name="delivery_retrial"),
    path("settings/deliveries/<uuid:delivery>/cancellation/", views.cancellation, name="delivery_cancellation"),
    path("settings/mails/", views.habits, name="habits"),
    path("settings/number/", views.numbers.number, name="number"),
    path("settings/number/code/", views.numbers.number_code, name="number_code"),
    path("settings/number/consent/", views.numbers.number_consent, name="number_consent"),
    path("settings/number/ending/", views.numbers.number_ending, name="number_ending"),
    path("settings/number/removal/", views.numbers.number_removal, name="number_removal"),
    path("settings/devices/", views.devices.devices, name="devices"),
    path("settings/devices/adding/", views.devices.device_adding, name="device_adding"),
    path("settings/devices/trial/", views.devices.device_trial, name="device_trial"),
    path("settings/devices/<uuid:device>/removal/", views.devices.device_removal, name="device_removal"),
    path("settings/texts/", views.text_plan.text_plan, name="text_plan"),
    path("upcoming/", views.upcoming.mine, name="upcoming"),
    path("upcoming/skipping/", views.upcoming.skipping, name="upcoming_skipping"),
    path("upcoming/sending/", views.upcoming.sending, name="upcoming_sending"),
    path("upcoming/return/", views.upcoming.returning, name="upcoming_return"),
    *(
        path(f"clients/<uuid:engagement>/upcoming/{step}", view, name=f"client_upcoming{name}")
        for step, view, name in (
            ("", views.upcoming.of_client, ""),
            ("skipping/", views.upcoming.client_skipping, "_skipping"),
            ("sending/", views.upcoming.client_sending, "_sending"),
            ("return/", views.upcoming.client_returning, "_return"),
        )
    ),
    path("settings/deliveries/<uuid:delivery>/address/", views.address_lifting, name="suppression_lifting"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("p/<slug:practice>/", include(practice)),
    path("push/<uuid:delivery>/", views.devices.pushed, name="pushed"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("mail/webhooks/<slug:provider>/<slug:what>/", views.mail_webhook, name="mail_webhook"),
    path("texts/report/<str:token>/", views.texts.text_report, name="text_report"),
    path("texts/in/<str:token>/", views.texts.text_in, name="text_in"),
    path("s/<str:code>/", views.texts.short, name="short"),
]
