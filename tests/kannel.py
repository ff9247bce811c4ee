"""A real Kannel on this machine with a phone network that is none (`fakesmsc`), on free ports."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, unquote_to_bytes

from tests.debian import PATH
from tests.patience import PATIENCE
from tests.ports import free_port

FAKESMSC = Path("/usr/lib/kannel/test/fakesmsc")
BEARERBOX, SMSBOX = (shutil.which(name, path=PATH) for name in ("bearerbox", "smsbox"))
MISSING = "needs Kannel: apt-get install kannel kannel-extras"
GOT = re.compile(r"Got message \d+: <(.*)>$")
TEXT = re.compile(r"(\d+) (\+\d+) (?:udh (\S+) )?(text|data) (.*)")
OURS = "4915199990000"


def is_there() -> bool:
    return bool(BEARERBOX and SMSBOX and FAKESMSC.exists())


class Kannel:
    """Runs while it is entered. `calls` is the address of texts that come in."""

    def __init__(self, folder: Path, calls: str) -> None:
        self.folder = folder
        self.admin, self.boxes, self.network, self.send = (free_port() for _one in range(4))
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.phones = folder / "phones.log"
        (folder / "spool").mkdir(parents=True)
        (folder / "kannel.conf").write_text(self.configuration(calls))

    def configuration(self, calls: str) -> str:
        groups = (
            ["group = core", f"admin-port = {self.admin}", "admin-interface = 127.0.0.1", "admin-password = x",
             f"smsbox-port = {self.boxes}", "smsbox-interface = 127.0.0.1", 'box-allow-ip = "127.0.0.1"',
             "store-type = spool", f'store-location = "{self.folder / "spool"}"'],
            ["group = smsc", "smsc = fake", "smsc-id = FAKE", f"port = {self.network}",
             "connect-allow-ip = 127.0.0.1"],
            ["group = smsbox", "bearerbox-host = 127.0.0.1", f"sendsms-port = {self.send}",
             "sendsms-interface = 127.0.0.1", "mo-recode = true"],
            ["group = sendsms-user", "username = coach", "password = secret", "max-messages = 8",
             "concatenation = true"],
            ["group = sms-service", "keyword = default", "max-messages = 0", "omit-empty = true",
             f'get-url = "{calls}?from=%p&to=%P&id=%I&text=%b"'],
        )  # fmt: skip
        return "\n\n".join("\n".join(group) for group in groups) + "\n"

    def url(self, callback: str) -> str:
        return f"kannel://coach:secret@127.0.0.1:{self.send}?from={OURS}&callback={quote(callback)}"

    def __enter__(self) -> Self:
        self.start()
        self.phone()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill("fakesmsc", "smsbox", "bearerbox")

    def start(self) -> None:
        """Both boxes, as after a start of the machine."""
        for name, program in (("bearerbox", BEARERBOX), ("smsbox", SMSBOX)):
            self._run(name, [str(program), str(self.folder / "kannel.conf")])
            _until(lambda name=name: self._listens(self.boxes if name == "bearerbox" else self.send))

    def kill(self, *names: str) -> None:
        """`kill -9`."""
        for name in names:
            if (process := self.running.pop(name, None)) is not None:
                process.send_signal(signal.SIGKILL)
                process.wait()

    def phone(self, number: str = "", text: str = "") -> None:
        """The phones listen; one of them sends a text first."""
        self.kill("fakesmsc")
        sent = self.phones.read_text(errors="replace").count("sent message") if self.phones.exists() else 0
        line = f"{number.lstrip('+')} {OURS} data {quote(text)}"
        self._run("fakesmsc", [str(FAKESMSC), "-H", "127.0.0.1", "-r", str(self.network), "-i", "0.1", "-m",
                               "1" if text else "0", line], self.phones)  # fmt: skip
        if text:
            _until(lambda: self.phones.read_text(errors="replace").count("sent message") > sent)

    def texts(self) -> list[tuple[str, str, int]]:
        """What came to the phones, in order: (number, words, parts)."""
        whole: dict[tuple[str, str], dict[int, bytes]] = {}
        order: list[tuple[str, str]] = []
        wide: set[tuple[str, str]] = set()
        for place, line in enumerate(self.phones.read_text(errors="replace").splitlines()):
            if (got := GOT.search(line)) is None:
                continue
            if (found := TEXT.fullmatch(got[1])) is None:  # the next line of the same text
                whole[order[-1]][1] += b"\n" + got[1].encode()
                continue
            _sender, number, udh, kind, words = found.groups()
            raw = unquote_to_bytes(words.replace("+", " ")) if kind == "data" else words.encode()
            head = unquote_to_bytes(udh) if udh else b""
            key, part = ((number, f"udh {head[3]}"), head[5]) if head else ((number, f"line {place}"), 1)
            if head and len(whole.get(key, {})) == head[4]:
                key = (number, f"udh {head[3]} {place}")  # that number has come round again
            if key not in whole:
                order.append(key)
            whole.setdefault(key, {})[part] = raw
            if b"\0" in raw:
                wide.add(key)
        joined = [(key, b"".join(whole[key][part] for part in sorted(whole[key]))) for key in order]
        return [
            (key[0], raw.decode("utf-16-be" if key in wide else "utf-8", "replace"), len(whole[key]))
            for key, raw in joined
        ]  # fmt: skip

    def _run(self, name: str, command: list[str], log: Path | None = None) -> None:
        with (log or self.folder / f"{name}.log").open("ab") as file:
            self.running[name] = subprocess.Popen(
                command, stdout=file, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=self.folder,
                env={**os.environ, "PATH": PATH},
            )  # fmt: skip

    @staticmethod
    def _listens(port: int) -> bool:
        import socket

        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0


def _until(condition: Callable[[], object], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds * PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("Kannel does not do it")
        time.sleep(0.05)
