from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "opencoach.sessions"
    label = "coaching_sessions"  # Django has an app "sessions" of its own

    def ready(self) -> None:
        from opencoach.sessions import attention, mail_in, marks, places, reminders, texts, zones
        from opencoach.sessions.mails import answers, news, reminder
        from opencoach.sessions.packets import fields, mails, planning, uses
        from opencoach.sessions.queries import notes

        places.fill()
        attention.fill()
        marks.fill()
        news.register()
        reminder.register()
        answers.register()
        mail_in.register()
        reminders.register()
        zones.register()
        texts.register()
        fields.fill()
        mails.register()
        planning.register()
        uses.fill()
        notes.fill()
