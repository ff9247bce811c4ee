from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "opencoach.library"

    def ready(self) -> None:
        from opencoach.library import jobs, mailing_mails, mails, places

        places.fill()
        jobs.register()
        mails.register()
        mailing_mails.register()
