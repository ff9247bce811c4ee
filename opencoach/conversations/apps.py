from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    name = "opencoach.conversations"

    def ready(self) -> None:
        from opencoach.conversations import attention, away, jobs, live, mail_in, places, receipt, texts

        places.fill(_("Messages"))
        attention.register()
        away.register()
        mail_in.register()
        receipt.register()
        texts.register()
        jobs.register()
        live.register()
