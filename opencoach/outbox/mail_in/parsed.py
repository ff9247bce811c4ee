"""A mail as it came, read within bounds: nesting, parts and sizes are a stranger's choice."""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import MessageError
from email.message import Message
from email.utils import getaddresses

from opencoach.outbox.mail_in import itip
from opencoach.outbox.mail_in.itip import Itip
from opencoach.outbox.trimming import as_text

LARGEST = 25_000_000  # bytes of a mail
MOST_PARTS = 200
DEEPEST = 12
LONGEST_TEXT = 2_000_000  # characters
MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
STATUS = re.compile(rb"^status:\s*([245]\.\d{1,3}\.\d{1,3})", re.IGNORECASE | re.MULTILINE)
AUTO_SUBJECTS = re.compile(
    r"(auto(matic)?[ -]?(reply|response)|out of office|abwesen|réponse automatique)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class File:
    """Something attached, or a picture within the words. Its type is what the mail says: nobody relies on it."""

    name: str
    media_type: str
    content: bytes


@dataclass(slots=True)
class Parsed:
    """What a mail says of itself. Addresses are in lower case."""

    message_id: str
    sender: str
    sender_name: str
    subject: str
    text: str
    answers: tuple[str, ...] = ()  # Message-IDs that it answers, the nearest first
    files: list[File] = field(default_factory=list)
    is_automatic: bool = False  # out of office, a list, a machine: nobody answers it
    bounced: tuple[str, ...] = ()  # Message-IDs of ours that could not be delivered for good
    senders: int = 1  # how many addresses its From names
    itip: Itip | None = None  # a calendar program's answer to an invitation


def parse(raw: bytes, *, envelope_sender: str | None = None) -> Parsed:
    """The mail in its parts. Never raises for what a mail contains: what cannot be read is left out."""
    mail = email.message_from_bytes(raw[:LARGEST], policy=email.policy.compat32)
    from_ = [(name, address) for name, address in getaddresses([_header(mail, "From")]) if "@" in address]
    parts = list(_leaves(mail))
    words, files = _words_and_files(parts)
    found = Parsed(
        message_id=next(iter(MESSAGE_ID.findall(_header(mail, "Message-ID"))), ""),
        sender=from_[0][1].strip().lower() if from_ else "",
        sender_name=from_[0][0].strip()[:120] if from_ else "",
        subject=" ".join(_header(mail, "Subject").split())[:400],
        text=words[:LONGEST_TEXT],
        answers=_answers(mail),
        files=files,
        is_automatic=_is_automatic(mail, envelope_sender),
        senders=len(from_),
        itip=_itip(parts),
    )
    if _header(mail, "Content-Type").lower().startswith("multipart/report"):
        found.bounced = _bounced(raw)
        found.is_automatic = True
    return found


def _header(mail: Message, name: str) -> str:
    value = mail.get(name, "")
    try:
        return str(email.header.make_header(email.header.decode_header(str(value))))[:4_000]
    except (MessageError, LookupError, ValueError, UnicodeError):
        return str(value)[:4_000]


def _answers(mail: Message) -> tuple[str, ...]:
    nearest = MESSAGE_ID.findall(_header(mail, "In-Reply-To"))
    thread = MESSAGE_ID.findall(_header(mail, "References"))
    return tuple(dict.fromkeys([*nearest, *reversed(thread)]))[:30]


def _is_automatic(mail: Message, envelope_sender: str | None) -> bool:
    if envelope_sender == "":  # the null sender: a bounce, or another machine's word
        return True
    if _header(mail, "Auto-Submitted").strip().lower() not in {"", "no"}:
        return True
    if _header(mail, "Precedence").strip().lower() in {"bulk", "list", "junk", "auto_reply"}:
        return True
    if any(mail.get(name) is not None for name in ("List-Id", "X-Autoreply", "X-Autorespond", "X-Auto-Response")):
        return True
    return bool(AUTO_SUBJECTS.match(_header(mail, "Subject").strip()))


def _bounced(raw: bytes) -> tuple[str, ...]:
    """Our Message-IDs in a report of delivery (RFC 3464) whose status is permanent."""
    statuses = STATUS.findall(raw[:200_000])
    if not statuses or not all(status.startswith(b"5") for status in statuses):
        return ()
    ids = re.findall(rb"^message-id:\s*(<[^<>\s]{1,250}>)", raw[:400_000], re.IGNORECASE | re.MULTILINE)
    return tuple(dict.fromkeys(one.decode("ascii", "replace") for one in ids[1:] or ids))


def _leaves(mail: Message) -> Iterator[Message]:
    """The parts that hold something, first things first; no deeper and no more than anybody needs."""
    waiting: list[tuple[Message, int]] = [(mail, 0)]
    seen = 0
    while waiting and seen < MOST_PARTS:
        part, depth = waiting.pop()
        seen += 1
        children = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(children, list):
            if depth < DEEPEST:
                waiting += [(child, depth + 1) for child in reversed(children) if isinstance(child, Message)]
        else:
            yield part


def _itip(parts: list[Message]) -> Itip | None:
    """The first part that says it is an answer (RFC 6047, 2.4: the method is a parameter of its type)."""
    for part in parts:
        if part.get_content_type() == "text/calendar":
            method = str(part.get_param("method", "")).strip().upper()
            if method in itip.METHODS:
                return itip.read(method, _text(part))
    return None


def _words_and_files(parts: list[Message]) -> tuple[str, list[File]]:
    plain: list[str] = []
    html: list[str] = []
    files: list[File] = []
    for part in parts:
        kind = part.get_content_type()
        attached = part.get_content_disposition() == "attachment" or part.get_filename() is not None
        if attached or kind not in {"text/plain", "text/html"}:
            if (file := _file(part)) is not None:
                files.append(file)
        else:
            (plain if kind == "text/plain" else html).append(_text(part))
    words = "\n".join(one for one in plain if one.strip())
    return (words or "\n".join(as_text(one) for one in html)), files


def _text(part: Message) -> str:
    """Its words. Bytes that nobody declared, or declared wrongly, are taken for UTF-8 first."""
    content = _bytes(part)
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return content.decode(charset).replace("\x00", "")
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("cp1252", "replace").replace("\x00", "")


def _file(part: Message) -> File | None:
    if part.get_content_maintype() == "message":
        inner = part.get_payload()
        content = inner[0].as_bytes() if isinstance(inner, list) and inner and isinstance(inner[0], Message) else b""
        return File(part.get_filename() or "mail.eml", "message/rfc822", content) if content else None
    content = _bytes(part)
    if not content or part.get_content_type() in {"application/pgp-signature", "application/pkcs7-signature"}:
        return None
    return File(_file_name(part), part.get_content_type(), content)


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
        name = str(email.header.make_header(email.header.decode_header(name)))
    except (MessageError, LookupError, ValueError, UnicodeError):
        name = ""
    return name or f"file.{part.get_content_subtype()[:10]}"


def _bytes(part: Message) -> bytes:
    try:
        found = part.get_payload(decode=True)
    except (ValueError, AssertionError, LookupError):
        return b""
    return found if isinstance(found, bytes) else b""
