import datetime as dt

from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "opencoach.scheduling"

    def ready(self) -> None:
        from opencoach.outbox import jobs
        from opencoach.scheduling import attention, mails, places
        from opencoach.scheduling.actions.holding import free_over
        from opencoach.scheduling.calendars import looking

        places.fill()
        attention.fill()
        mails.fill()
        jobs.register(jobs.Job("scheduling.holds", dt.timedelta(minutes=1), free_over))
        jobs.register(jobs.Job(looking.JOB, dt.timedelta(seconds=20), looking.look_where_due))
