"""The web process: one lock, one socket, uvicorn as it was measured, and the worker as its child."""

import logging
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import TracebackType

import uvicorn

from opencoach.config import held
from opencoach.config.env import PlainError
from opencoach.config.lock import FileLock, Taken
from opencoach.config.supervise import Supervisor, worker_command

log = logging.getLogger("opencoach.serve")


class CannotServe(PlainError):
    """Why the web process does not start, and what to do about it."""


class Server(uvicorn.Server):
    """uvicorn, which says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, or CannotServe in plain words."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.let_go()
    try:
        listener.bind((host.strip("[]"), port))
    except OSError as error:
        listener.close()
        raise CannotServe(
            f"Cannot listen on {host}:{port}: {error.strerror}.\n"
            f"Another program may use this port. Choose another one: ./start --port {port + 1}"
        ) from error
    listener.listen(2048)
    return listener


class Only(AbstractContextManager[None]):
    """This process is the only web process of a SQLite installation. Raises CannotServe where it is not."""

    def __init__(self, data: Path) -> None:
        self.lock = FileLock(data / "web.lock")

    def __enter__(self) -> None:
        try:
            self.lock.take()
        except Taken as error:
            raise CannotServe(
                f"OpenCoach already runs on {self.lock.path.parent} (process {error}).\n"
                "On SQLite one web process owns the connections. Stop the other one, choose another folder with\n"
                "--data, or use PostgreSQL (OPENCOACH_DATABASE_URL) to run several."
            ) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.lock.release()


def only_web_process() -> AbstractContextManager[None]:
    """The lock of a SQLite installation; PostgreSQL needs none."""
    from django.conf import settings
    from django.db import connection

    return Only(settings.DATA) if connection.vendor == "sqlite" else nullcontext()


def serve(listener: socket.socket, *, with_worker: bool, ready: Callable[[], None]) -> int:
    """Serve until SIGTERM or Ctrl-C; gives the exit status. `ready` is called when the first page can be asked for."""
    from opencoach.config.asgi import application

    config = uvicorn.Config(
        application,
        loop="uvloop" if sys.platform != "win32" else "asyncio",
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=1_048_576,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,
        lifespan="on",
        proxy_headers=False,  # config/proxies.py knows better which proxy to believe
        server_header=False,
        access_log=False,  # addresses of pages carry secrets (invitations); the proxy has its own log
        log_config=None,
    )
    supervisor = Supervisor(worker_command()) if with_worker else None
    server = Server(config, ready)
    # uvicorn raises the signal again once it has finished; by default that would end us before our worker has
    signal.signal(signal.SIGTERM, lambda *_: None)
    if supervisor is not None:
        supervisor.start()
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        if supervisor is not None:
            supervisor.stop()
    return 0 if server.started else 3
