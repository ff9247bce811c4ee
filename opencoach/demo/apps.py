from django.apps import AppConfig
from django.conf import settings


class DemoConfig(AppConfig):
    name = "opencoach.demo"

    def ready(self) -> None:
        if settings.DEMO:
            from opencoach.demo import banner

            banner.fill()
