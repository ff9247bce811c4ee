"""The product's worker with the benchmark's kind."""

import sys

import django

django.setup()

from benchmarks.outbox import kind  # noqa: E402
from opencoach.outbox import worker  # noqa: E402

if "--ready" in sys.argv:
    kind.words_ready()
worker.run()
