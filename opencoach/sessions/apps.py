from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "opencoach.sessions"
    label = "coaching_sessions"  # Django has an app "sessions" of its own

    def ready(self) -> None:
        from opencoach.sessions import attention, places

        places.fill()
        attention.fill()
