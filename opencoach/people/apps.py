from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "opencoach.people"
    verbose_name = "People"

    def ready(self) -> None:
        from opencoach.people import places

        places.fill()
