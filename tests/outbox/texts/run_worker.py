"""A worker in a process of its own that loses its patience with a silent gateway after two seconds."""

import datetime as dt

import django

django.setup()

from opencoach.outbox import jobs, retrying, worker  # noqa: E402
from opencoach.outbox.transports.sms import ledger  # noqa: E402
from tests.outbox import kinds  # noqa: E402

kinds.register()
ledger.PATIENCE = dt.timedelta(seconds=2)
retrying.FIRST = dt.timedelta(seconds=1)
jobs.jobs["twins"] = jobs.Job("twins", dt.timedelta(seconds=1), jobs.jobs["twins"].run)
worker.run()
