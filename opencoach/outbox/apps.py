import datetime as dt

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "opencoach.outbox"
    verbose_name = "Outbox"

    def ready(self) -> None:
        from opencoach.outbox import jobs, places, planning, pushing, texts, trial
        from opencoach.outbox.actions import calm
        from opencoach.outbox.mail_in import ingest, routing, webhooks
        from opencoach.people import ports as people

        places.fill()
        people.on_profile_changed(calm.decide_anew)
        trial.register()
        webhooks.connect()
        texts.register()
        pushing.register()
        jobs.register(jobs.Job("plans", dt.timedelta(minutes=10), planning.materialise_everybody))
        jobs.register(jobs.Job(ingest.JOB, dt.timedelta(seconds=15), routing.route_waiting))
