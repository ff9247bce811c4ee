"""What the worker does for the library."""

import datetime as dt

from opencoach.library.actions import keeping
from opencoach.library.jobs_names import THUMBNAILS
from opencoach.outbox import jobs


def register() -> None:
    """Called once, when the app is ready."""
    jobs.register(jobs.Job(THUMBNAILS, dt.timedelta(seconds=20), keeping.make_thumbnails))
    jobs.register(jobs.Job("library.tidying", dt.timedelta(minutes=30), keeping.tidy))
