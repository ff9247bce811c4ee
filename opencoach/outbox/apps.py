import datetime as dt

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "opencoach.outbox"
    verbose_name = "Outbox"

    def ready(self) -> None:
        from opencoach.outbox import jobs, places, planning, trial

        places.fill()
        trial.register()
        jobs.register(jobs.Job("plans", dt.timedelta(minutes=10), planning.materialise_everybody))
