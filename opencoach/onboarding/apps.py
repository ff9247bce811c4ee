from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    name = "opencoach.onboarding"

    def ready(self) -> None:
        from opencoach.onboarding import attention, mails, places

        mails.fill()
        places.fill()
        attention.fill()
