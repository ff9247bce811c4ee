from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "opencoach.notes"

    def ready(self) -> None:
        from opencoach.notes import places

        places.fill()
