from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "opencoach.rooms"

    def ready(self) -> None:
        from opencoach.rooms import jobs, live, places
        from opencoach.rooms.queries import transcript

        places.fill()
        jobs.register()
        live.register()
        transcript.fill()
