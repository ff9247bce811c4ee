"""The servers under load, each pinned to one core, with what they need around them."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests import debian

HERE = Path(__file__).parent
SERVER_CORE = "0"
UVICORN = (
    "--loop", "uvloop", "--http", "httptools", "--ws", "websockets-sansio", "--ws-per-message-deflate", "false",
    "--timeout-keep-alive", "75", "--timeout-graceful-shutdown", "3", "--no-access-log", "--log-level", "warning",
)  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One process on the server's core."""

    def __init__(self, command: Sequence[str], port: int, env: dict[str, str] | None, folder: Path) -> None:
        self.port, self.folder = port, folder
        pin = ["taskset", "-c", SERVER_CORE] if shutil.which("taskset") else []
        self.log = folder / f"server-{port}.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([*pin, *command], env=env, stdout=log, stderr=log)
        self.wait()
        self.memory_before = self.memory()

    def wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise SystemExit(self.log.read_text()[-3000:])
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit(f"nothing listens on {self.port}")

    def memory(self) -> int:
        """Resident bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS"))

    def seconds_used(self) -> float:
        """Processor time of all its threads."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def uvicorn(app: str, folder: Path, env: dict[str, str] | None = None) -> Server:
    port = free_port()
    env = {**(env or os.environ), "OPENCOACH_PORT": str(port)}
    command = [sys.executable, "-m", "uvicorn", f"benchmarks.conversation.{app}:application", "--port", str(port)]
    return Server([*command, *UVICORN], port, env, folder)


def prosody(folder: Path, people: int) -> Server:
    """Prosody with its archive, and an account for everybody. For root it is installed where it is missing."""
    if not shutil.which("prosody") and debian.can_install():
        debian.install(["prosody"])
    if not shutil.which("prosody"):
        raise SystemExit("There is no Prosody here. Install it (Debian: apt install prosody), or leave it out: --only.")
    port = free_port()
    text = (HERE / "prosody.cfg.lua").read_text()
    for name, value in {
        "folder": str(folder),
        "port": str(port),
    }.items():
        text = text.replace(f"@{name}@", value)
    accounts = folder / "data" / "localhost" / "accounts"
    accounts.mkdir(parents=True)
    for n in range(people):
        (accounts / f"p{n}.dat").write_text('return {\n\t["password"] = "secret";\n};\n')
    config = folder / "prosody.cfg.lua"
    config.write_text(text)
    return Server(["prosody", "--config", str(config), "-F"], port, None, folder)
