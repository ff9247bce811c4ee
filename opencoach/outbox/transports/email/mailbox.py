"""The demo's mail server: every mail is a file in a folder, for the page that shows them."""

import os
from pathlib import Path

from opencoach.outbox.transports.base import Dropped, Gate, Outcome, Sent
from opencoach.outbox.transports.email.smtp import Envelope


class Mailbox:
    """`<folder>/<message id>.eml`. The same mail is written once, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, prepared: Envelope, gate: Gate) -> Outcome:
        if not gate():
            return Dropped()
        self.folder.mkdir(parents=True, exist_ok=True)
        name = "".join(letter for letter in prepared.message_id.partition("@")[0] if letter.isalnum() or letter == "-")
        draft = self.folder / f"{name}.{os.getpid()}.part"
        draft.write_bytes(prepared.data)
        draft.replace(self.folder / f"{name}.eml")
        return Sent()

    def close(self) -> None: ...

    def leave(self) -> None: ...
