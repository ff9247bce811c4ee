"""A worker in a process of its own, with the kinds of the tests."""

import django

django.setup()

from opencoach.outbox import worker  # noqa: E402
from tests.outbox import kinds  # noqa: E402

kinds.register()
worker.run()
