from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "opencoach.questionnaires"

    def ready(self) -> None:
        from opencoach.questionnaires.by_mail import arriving, letters
        from opencoach.questionnaires.by_text import talk
        from opencoach.questionnaires.ports import on_asked

        talk.register()
        letters.register()
        arriving.register()
        on_asked(talk.invite)
        on_asked(letters.invite)
