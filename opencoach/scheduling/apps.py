from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "opencoach.scheduling"

    def ready(self) -> None:
        from opencoach.scheduling import places

        places.fill()
