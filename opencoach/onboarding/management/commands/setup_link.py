from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from opencoach.onboarding import setup


class Command(BaseCommand):
    help = "Print a one-time link that makes the first coach of a new practice."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{settings.PUBLIC_URL}{setup.link()}")
