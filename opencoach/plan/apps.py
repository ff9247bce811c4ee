from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "opencoach.plan"

    def ready(self) -> None:
        from opencoach.plan import answered, attention, mail_in, mails, places, reminder_mails, reminding, texts

        places.fill()
        attention.fill()
        answered.fill()
        mails.fill()
        reminder_mails.register()
        reminding.register()
        mail_in.register()
        texts.register()
