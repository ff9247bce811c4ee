"""A real SMTP server for tests: it keeps every mail, and can be told to refuse, to defer or to dawdle."""

import asyncio
import email
import email.policy
import threading
from collections.abc import Callable
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP

from tests.patience import PATIENCE


class SmtpServer:
    """Listens on a free port of 127.0.0.1 while it is entered.

    `replies` maps an address to the line that it is answered with at RCPT ("550 No such person").
    """

    def __init__(self) -> None:
        self.replies: dict[str, str] = {}
        self._mails: list[tuple[list[str], EmailMessage]] = []
        self._came = threading.Condition(threading.RLock())
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="smtp", daemon=True)
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _listen(self) -> asyncio.Server:
        return await self._loop.create_server(
            lambda: SMTP(self, hostname="test.example", enable_SMTPUTF8=True, loop=self._loop), "127.0.0.1", 0
        )

    async def _close(self) -> None:
        self._server.close()
        own = asyncio.current_task()
        open_sessions = [task for task in asyncio.all_tasks() if task is not own]
        for session in open_sessions:
            session.cancel()
        await asyncio.gather(*open_sessions, return_exceptions=True)

    @property
    def url(self) -> str:
        """What OPENCOACH_MAIL_URL takes."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def taken(self) -> int:
        """How many have come."""
        with self._came:
            return len(self._mails)

    @property
    def mails(self) -> list[EmailMessage]:
        """Everything that has come, in order."""
        with self._came:
            return [mail for _to, mail in self._mails]

    def to(self, address: str) -> list[EmailMessage]:
        """What has come for one address, in order."""
        with self._came:
            return [mail for to, mail in self._mails if address.lower() in to]

    def wait_for(self, address: str, count: int = 1, seconds: float = 20) -> list[EmailMessage]:
        """What has come for `address`, once there are at least `count` of them. Raises TimeoutError."""
        with self._came:
            if not self._came.wait_for(lambda: len(self.to(address)) >= count, timeout=seconds * PATIENCE):
                raise TimeoutError(f"{len(self.to(address))} of {count} mails for {address} after {seconds} s")
            return self.to(address)

    def wait_for_one(
        self, address: str, holds: Callable[[EmailMessage], object], after: int = 0, seconds: float = 20
    ) -> list[EmailMessage]:
        """What has come for `address` after the first `after` mails and `holds`, once something has. Raises
        TimeoutError."""

        def found() -> list[EmailMessage]:
            return [mail for mail in self.to(address)[after:] if holds(mail)]

        with self._came:
            if not self._came.wait_for(found, timeout=seconds * PATIENCE):
                subjects = [str(mail["Subject"]) for mail in self.to(address)]
                raise TimeoutError(f"not the mail looked for, for {address}, after {seconds} s; only {subjects}")
            return found()

    def wait_for_subject(self, address: str, words: str) -> list[EmailMessage]:
        """What has come for `address` with `words` in its subject, once something has. Raises TimeoutError."""
        return self.wait_for_one(address, lambda mail: words in str(mail["Subject"]))

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if reply := self.replies.get(address.lower()):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        with self._came:
            self._mails.append(([address.lower() for address in envelope.rcpt_tos], mail))
            self._came.notify_all()
        return "250 OK"
