"""Tell the worker that something is due now, so that it need not wait for its next look.

On one machine: a datagram to its Unix socket. Past one machine: PostgreSQL's NOTIFY, sent with the commit. Both are
only a nudge: the table is the truth, and the worker looks into it every second by itself.
"""

import contextlib
import hashlib
import socket
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

CHANNEL = "opencoach_outbox"
LONGEST_PATH = 100  # a Unix socket's address has about 108 bytes


def socket_path() -> Path:
    """Where the worker listens: in the data folder, or in the temporary one when that name would be too long."""
    path = settings.DATA / "worker.sock"
    if len(str(path)) <= LONGEST_PATH:
        return Path(path)
    name = hashlib.sha256(str(path).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"opencoach-{name}.sock"


def on_commit(word: str = "") -> None:
    """Wake the worker once this transaction has been committed. `word` names a job that should run soon."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, word])
    transaction.on_commit(lambda: knock(word))


def knock(word: str = "") -> None:
    """Wake the worker of this machine now; nothing happens when there is none."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        sender.sendto(word.encode(), str(socket_path()))
