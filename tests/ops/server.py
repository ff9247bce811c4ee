"""OpenCoach as a process of its own, as an operator runs it."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]


def environment(**more: str) -> dict[str, str]:
    """Ours, without what the tests or a developer have set for OpenCoach."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENCOACH_")}
    if "OPENCOACH_DATABASE_URL" in os.environ:
        kept["OPENCOACH_DATABASE_URL"] = os.environ["OPENCOACH_DATABASE_URL"]
    return {**kept, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "opencoach.config.settings", **more}


def command(*words: str, python: str = sys.executable) -> list[str]:
    return [python, "-m", "opencoach.cli", *words]


class Server:
    """`opencoach serve` on a free port; entered once its first page can be asked for."""

    def __init__(self, data: Path, *words: str, **env: str) -> None:
        self.data = data
        self.words = words
        self.env = env
        self.output = data / "output.log"
        self.port = 0

    def __enter__(self) -> Self:
        self.data.mkdir(parents=True, exist_ok=True)
        with self.output.open("wb") as log:
            self.process = subprocess.Popen(
                command("serve", "--data", str(self.data), "--port", "0", *self.words),
                env=environment(**self.env), stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd="/",
            )  # fmt: skip
        try:
            said = self.wait_for("OpenCoach runs at ", 240)  # a machine with much else to do needs long
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise
        self.port = int(said.rsplit(":", 1)[1].split()[0].strip("/"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, words: str, seconds: float = 180) -> str:
        """The line that has `words`, once it has been printed. Raises TimeoutError."""
        deadline = time.monotonic() + seconds * PATIENCE
        while time.monotonic() < deadline:
            for line in self.said().splitlines():
                if words in line:
                    return line
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise TimeoutError(f"never said {words!r}, but:\n{self.said()}")

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """(status, body) of a page; redirects are not followed."""
        return get(self.url + path, **headers)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: object, **named: object) -> None:
        return None


def get(url: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=30 * PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")


def until(condition: object, seconds: float = 30) -> None:
    """Wait until `condition()` is true. Raises TimeoutError."""
    assert callable(condition)
    deadline = time.monotonic() + seconds * PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(str(condition))
        time.sleep(0.05)
