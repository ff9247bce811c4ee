"""What trimming a mail costs: the corpus, and hostile mails of 1 MB. python -m benchmarks.trimming

Milliseconds of processor time, beside the standard library's parsing of the same mail as a limit.
"""

import email
import email.policy
import time
from collections.abc import Callable

from opencoach.outbox.trimming import as_text, trim
from tests.outbox.test_trimming import CASES, HOSTILE, HOSTILE_HTML, parent_of, parts

PARENT = "Good. What did you do with the hour?\n" * 300


def milliseconds(work: Callable[[], object], times: int = 3) -> float:
    best = float("inf")
    for _ in range(times):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best * 1000


def main() -> None:
    mails = [(case, *parts(case), parent_of(case)) for case in CASES]
    ours = milliseconds(
        lambda: [trim(plain or as_text(html), parent, subject=s) for _, plain, html, s, parent in mails]
    )
    raw = [case.read_bytes() for case in CASES]
    parsing = milliseconds(lambda: [email.message_from_bytes(one, policy=email.policy.default) for one in raw])
    print(f"{len(mails)} mails: {ours / len(mails):.2f} ms each; parsing them {parsing / len(mails):.2f} ms")
    for name, text in HOSTILE.items():
        print(f"{name:20}{milliseconds(lambda text=text: trim(text, PARENT)):8.1f} ms")
    for name, html in HOSTILE_HTML.items():
        print(f"{name:20}{milliseconds(lambda html=html: trim(as_text(html), PARENT)):8.1f} ms in HTML")


if __name__ == "__main__":
    main()
