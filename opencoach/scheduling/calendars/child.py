"""The process that reads calendar files for `reading.py`: within limits, and thrown away after each batch.

In: a line of JSON (`sizes` of the files that follow, and what is wanted), then the files. Out: a line of JSON, a list
with `{"spans", "unread"}` or `{"refused"}` for each file.
"""

import contextlib
import json
import resource
import signal
import sys
import time
from collections.abc import Iterator
from types import FrameType

SECONDS = 10  # of processor time, for a whole batch
SERIES = 0.2  # for one series
SHARE = 1.0  # for the series of one file together
MEMORY = 512 * 1024 * 1024  # bytes of addresses, libraries included


class Share:
    """What the series of one file may take of the processor; what is over raises TimeoutError within."""

    def __init__(self) -> None:
        self.left = SHARE

    @contextlib.contextmanager
    def __call__(self) -> Iterator[None]:
        if self.left <= 0:
            raise TimeoutError
        began = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, min(SERIES, self.left))
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            self.left -= time.process_time() - began


def over(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def main() -> None:
    signal.signal(signal.SIGPROF, over)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from opencoach.scheduling.calendars.expanding import Wanted, busy
    from opencoach.scheduling.calendars.sifting import TooMuch

    given = json.loads(sys.stdin.buffer.readline())
    start, end = given["window"]
    wanted = Wanted((start, end), given["zone"], all_day=given["all_day"], free=given["free"])
    answers: list[dict[str, object]] = []
    for size in given["sizes"]:
        content = sys.stdin.buffer.read(size)
        try:
            found = busy(content, wanted, Share().__call__)
            answers.append({"spans": found.spans, "unread": found.unread})
        except TooMuch:
            answers.append({"refused": "much"})
        except MemoryError:
            answers.append({"refused": "much"})
        except ValueError:
            answers.append({"refused": "calendar"})
    sys.stdout.write(json.dumps(answers))


if __name__ == "__main__":
    main()
