"""The mails that the demo would have sent, read from the files that the outbox writes."""

import datetime as dt
import email
import email.policy
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"[0-9A-Za-z-]{1,100}")
MOST = 100


@dataclass(frozen=True, slots=True)
class Mail:
    name: str  # of its file
    sender: str
    to: str
    subject: str
    at: dt.datetime
    text: str
    html: str


def folder() -> Path:
    return Path(settings.DATA) / "mailbox"


def all_mails() -> list[Mail]:
    """The latest hundred, the newest first."""
    return sorted(_read_all(), key=lambda mail: mail.at, reverse=True)[:MOST]


def get_mail(name: str) -> Mail | None:
    """One mail by the name of its file; None where there is none."""
    path = folder() / f"{name}.eml"
    return _read(path) if NAME.fullmatch(name) and path.is_file() else None


def _read_all() -> Iterator[Mail]:
    for path in folder().glob("*.eml"):
        yield _read(path)


def _read(path: Path) -> Mail:
    content = path.read_bytes()
    message = email.message_from_bytes(content, policy=email.policy.default)
    return Mail(
        name=path.stem,
        sender=email.utils.parseaddr(str(message["From"]))[0] or str(message["From"]),
        to=str(message["To"]),
        subject=str(message["Subject"]),
        at=dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return part.get_content() if part is not None else ""
