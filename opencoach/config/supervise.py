"""The worker as a child of the web process: started again when it ends, and ended with its parent, however that ends.

The child's standard input is a pipe from its parent. The system closes it when the parent is gone, even by `kill -9`,
and the child takes that as the word to finish (`end_with_parent`).
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

log = logging.getLogger("opencoach.supervise")

LONGEST_PAUSE = 30.0  # seconds between two attempts
HEALTHY_AFTER = 60.0  # seconds of life after which a child's end counts as its first again
PATIENCE = 10.0  # seconds that a child has to finish what it does


class Supervisor(threading.Thread):
    """Keeps one child process running."""

    def __init__(self, command: Sequence[str]) -> None:
        super().__init__(name="supervisor", daemon=True)
        self.command = list(command)
        self.child: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._lock = threading.Lock()

    def run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            started = time.monotonic()
            with self._lock:
                if self._stopping.is_set():
                    return
                self.child = start(self.command)
            code = self.child.wait()
            if self._stopping.is_set():
                return
            failures = 0 if time.monotonic() - started > HEALTHY_AFTER else failures + 1
            pause = min(LONGEST_PAUSE, 0.5 * 2 ** min(failures, 8))
            log.warning("The worker ended (%s); starting it again in %.0f seconds.", ending(code), pause)
            self._stopping.wait(pause)

    def stop(self) -> None:
        """End the child and wait for it: politely first."""
        self._stopping.set()
        with self._lock:
            child = self.child
        if child is None:
            return
        if child.poll() is None:
            child.terminate()
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if child.stdin is not None:
            child.stdin.close()


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """A child in its own session (Ctrl-C in the terminal reaches the parent alone, who then ends it)."""
    return subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603 (our own command)


def ending(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit status {code}"


def end_with_parent() -> None:
    """In the child: when the parent is gone, ask this process to finish."""

    def wait() -> None:
        while os.read(0, 64):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="parent", daemon=True).start()


def worker_command() -> list[str]:
    return [sys.executable, "-m", "opencoach.cli", "worker", "--child"]
