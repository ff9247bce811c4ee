"""A real web process for tests: the ASGI application under uvicorn, on a database of its own."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.ports import free_port


class WebProcess:
    """`start` and `kill` as often as wanted; the port and the data stay."""

    def __init__(self, data: Path, env: dict[str, str], port: int = 0) -> None:
        self.data, self.port = data, port or free_port()
        self.env = {**env, "OPENCOACH_PORT": str(self.port), "PYTHONFAULTHANDLER": "1"}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait for its first answer."""
        command = [
            sys.executable, "-m", "uvicorn", "opencoach.config.asgi:application", "--port", str(self.port),
            "--loop", "uvloop", "--http", "httptools", "--ws", "websockets-sansio", "--log-level", "warning",
            "--ws-per-message-deflate", "false", "--timeout-graceful-shutdown", "3", "--no-access-log",
        ]  # fmt: skip
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, env=self.env, stdout=log, stderr=log)
        until = time.monotonic() + 120  # a machine with much else to do needs long
        while time.monotonic() < until:
            try:
                if httpx.get(f"{self.base}/healthz", timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                assert self.process.poll() is None, self.log.read_text()[-4000:]
                time.sleep(0.02)
        raise AssertionError("the web process did not start")

    @property
    def log(self) -> Path:
        return self.data / f"web-{self.port}.log"

    def last_words(self) -> str:
        """Ends it; gives where each of its threads was, and what it had said before."""
        if self.process is not None:
            self.process.send_signal(signal.SIGABRT)
            self.process.wait(15)
            self.process = None
        return self.log.read_text()[-8000:]

    def kill(self) -> None:
        """As a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(15)
            self.process = None
