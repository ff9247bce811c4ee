"""Workers by the dozen: everything is loaded once, and each line on the standard input forks a worker.

Answers each with its process id. They are real processes with connections of their own, and can be killed one by one.
"""

import os
import signal
import sys

import django

django.setup()

from opencoach.outbox import worker  # noqa: E402
from tests.outbox import kinds  # noqa: E402

kinds.register()
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries them
for _line in sys.stdin:
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        sys.stdin.close()
        worker.run()
        os._exit(0)
    sys.stdout.write(f"{child}\n")
    sys.stdout.flush()
