"""What the worker does for the conversations."""

import datetime as dt

from opencoach.conversations.actions import asking, keeping
from opencoach.conversations.jobs_names import THUMBNAILS
from opencoach.outbox import jobs


def register() -> None:
    """Called once, when the app is ready."""
    jobs.register(jobs.Job(THUMBNAILS, dt.timedelta(seconds=20), keeping.make_thumbnails))
    jobs.register(jobs.Job("conversations.questions", dt.timedelta(seconds=20), asking.look_for_questions))
    jobs.register(jobs.Job("conversations.erasing", dt.timedelta(minutes=1), keeping.erase))
