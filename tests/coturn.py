"""A real coturn on this machine's loopback, on free ports."""

import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from opencoach.config import check_turn
from opencoach.lib import ice
from tests.certificates import certificate
from tests.debian import PATH
from tests.patience import PATIENCE
from tests.ports import free_port

PROGRAM = shutil.which("turnserver", path=PATH)
MISSING = "needs coturn: apt-get install coturn"
ROOT = Path(__file__).parents[1]
SECRET = "north-of-the-river-and-long-enough"


class Coturn:
    """Runs while it is entered."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.tls_port = folder, free_port(), free_port()
        self.log = folder / "coturn.log"

    @property
    def udp(self) -> str:
        return f"turn:127.0.0.1:{self.port}"

    @property
    def tcp(self) -> str:
        return f"turn:127.0.0.1:{self.port}?transport=tcp"

    @property
    def tls(self) -> str:
        return f"turns:127.0.0.1:{self.tls_port}?transport=tcp"

    def env(self, *urls: str) -> dict[str, str]:
        """The settings of an installation that uses it."""
        return {"OPENCOACH_TURN": ",".join(urls or (self.udp,)), "OPENCOACH_TURN_SECRET": SECRET}

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.certificate, self.key = certificate(self.folder)
        conf = self.folder / "turnserver.conf"
        conf.write_text(self.configuration())
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [str(PROGRAM), "-c", str(conf)], stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder
            )
        until = time.monotonic() + 20 * PATIENCE
        while problem := self.problem():
            assert time.monotonic() < until, f"{problem}\n{self.log.read_text()[-2000:]}"
            time.sleep(0.05)
        return self

    def configuration(self) -> str:
        """The file that we ship, with what is another here: the loopback, free ports, a certificate of this hour."""
        own = {
            "listening-port": str(self.port), "tls-listening-port": str(self.tls_port), "cert": str(self.certificate),
            "pkey": str(self.key), "static-auth-secret": SECRET, "min-port": "49152", "max-port": "49999",
        }  # fmt: skip
        lines = []
        for line in (ROOT / "deploy" / "turnserver.conf").read_text().splitlines():
            name, equals, _value = line.partition("=")
            if line == "denied-peer-ip=127.0.0.0-127.255.255.255":
                continue
            lines.append(f"{name}={own[name]}" if equals and name in own else line)
        here = f"""listening-ip=127.0.0.1
relay-ip=127.0.0.1
no-dtls
allow-loopback-peers
pidfile={self.folder}/coturn.pid
userdb={self.folder}/turndb
log-file=stdout"""
        return "\n".join([*lines, here, ""])

    def problem(self) -> str:
        """What it says to somebody who has the secret; "" for an allocation."""
        username = f"{int(time.time()) + 60}:test"
        return check_turn.attempt(self.tcp, username, ice.credential(SECRET, username))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.terminate()
        self.process.wait(10)
