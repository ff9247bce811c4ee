from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "opencoach.dashboard"

    def ready(self) -> None:
        from opencoach.dashboard import jobs, places

        jobs.fill()
        places.fill()
