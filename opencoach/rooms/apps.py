from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "opencoach.rooms"

    def ready(self) -> None:
        from opencoach.rooms import jobs, live, news, places
        from opencoach.rooms.queries import transcript
        from opencoach.sessions import telling

        places.fill()
        jobs.register()
        live.register()
        telling.listeners.append(news.tell)
        transcript.fill()
