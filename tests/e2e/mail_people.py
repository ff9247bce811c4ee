"""What somebody has who lives by mail: a mailbox at a real server, a program that sends, and a browser that forgets."""

import asyncio
import contextlib
import email
import email.policy
import re
import smtplib
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Any

from tests.outbox.mail_in.dovecot import Houses
from tests.patience import PATIENCE
from tests.smtp import SmtpServer

MX = "mx.post.example"  # the server whose word on who sent a mail is believed


class PostOffice(SmtpServer):
    """The mail server that OpenCoach sends to: it hands each mail to its reader's mailbox, or refuses it."""

    def __init__(self, houses: Houses) -> None:
        super().__init__()
        self.houses = houses

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        try:
            for to in envelope.rcpt_tos:
                await asyncio.to_thread(self.houses.put, envelope.content, to, envelope.mail_from)
        except (OSError, smtplib.SMTPException) as error:
            return f"451 {type(error).__name__}"
        return await super().handle_DATA(server, session, envelope)


@dataclass
class Mailbox:
    """Somebody's mailbox, read by IMAP."""

    houses: Houses
    address: str
    seen: int = 0  # so many have been waited for

    def mails(self) -> list[EmailMessage]:
        """All of it, in the order in which it came."""
        with self.houses.box(self.address) as box:
            raws = [mail.obj.as_bytes() for mail in box.fetch(mark_seen=False, bulk=True)]
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in raws]  # type: ignore[misc]

    def next(self, words: str, seconds: float = 40) -> EmailMessage:
        """The first mail with these words in subject or text, after the one that was waited for last. Raises
        TimeoutError."""
        until = time.monotonic() + seconds * PATIENCE
        while True:
            mails = self.mails()
            for number, mail in enumerate(mails[self.seen :], start=self.seen + 1):
                if words in f"{mail['Subject']}\n{words_of(mail)}":
                    self.seen = number
                    return mail
            if time.monotonic() > until:
                came = [str(mail["Subject"]) for mail in mails]
                raise TimeoutError(f"no mail with {words!r} for {self.address} after {self.seen}; only {came}")
            time.sleep(0.2)


def words_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part is not None else ""


def link_in(mail: EmailMessage, begins: str) -> str:
    """The path of the first link of a mail that begins so: "/do/"."""
    found = re.search(rf"https?://[^/\s]+({re.escape(begins)}\S+)", words_of(mail))
    assert found, f"no {begins} in {words_of(mail)}"
    return found[1]


def answer(mail: EmailMessage, text: str, sender: str) -> tuple[EmailMessage, str]:
    """An answer as mail programs write it, with what it answers below; and where it goes."""
    to = email.utils.parseaddr(str(mail["Reply-To"]))[1]
    made = EmailMessage(policy=email.policy.SMTP)
    made["Authentication-Results"] = f"{MX}; dmarc=pass header.from={sender.rpartition('@')[2]}"
    made["From"], made["To"] = sender, to
    made["Subject"] = f"Re: {mail['Subject']}"
    made["Message-ID"] = make_msgid(domain="program.example")
    made["In-Reply-To"] = made["References"] = str(mail["Message-ID"])
    quoted = "\n".join(f"> {line}" for line in words_of(mail).splitlines())
    made.set_content(f"{text}\n\nOn Mon, 1 Mar 2027 at 10:00, Okafor Coaching wrote:\n\n{quoted}\n")
    return made, to


def swaks(mail: EmailMessage, to: str, port: int, sender: str, *, lmtp: bool = False) -> None:
    """Send a mail, and have the server's word that it was taken."""
    words = ["swaks", "--server", "127.0.0.1", "--port", str(port), "--from", sender, "--to", to, "--data", "-"]
    words += ["--protocol", "LMTP" if lmtp else "ESMTP", "--ehlo", MX, "--silent", "1"]
    sent = subprocess.run(words, input=mail.as_bytes(), capture_output=True, check=False, timeout=60 * PATIENCE)
    assert sent.returncode == 0, (sent.stdout + sent.stderr).decode(errors="replace")


class Visit:
    """A browser without scripts that knows nothing from before: it opens a link and presses buttons."""

    def __init__(self, url: str, cookies: dict[str, str] | None = None) -> None:
        self.url = url
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.header = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
        self.status, self.path, self.page = 0, "", ""

    def open(self, path: str, data: dict[str, str] | None = None) -> str:
        """The page, after all redirects."""
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        request = urllib.request.Request(urllib.parse.urljoin(self.url, path), body)
        if self.header:
            request.add_unredirected_header("Cookie", self.header)
        try:
            with self.opener.open(request, timeout=30 * PATIENCE) as got:
                self.status, final, self.page = got.status, got.url, got.read().decode()
        except urllib.error.HTTPError as error:
            self.status, final, self.page = error.code, error.url or "", error.read().decode()
        parts = urllib.parse.urlsplit(final)
        self.path = parts.path + (f"?{parts.query}" if parts.query else "")
        assert self.status < 400, (self.status, self.path, self.page[-2000:])
        return self.page

    def press(self, words: str, **fields: str) -> str:
        """Fill in the form that has a button with these words, and press it. Field names: `a__sleep` for a.sleep."""
        form, button = next(
            (form, button) for form in forms(self.page) for button in form.buttons if words in button.words
        )
        data = form.values | button.values | {name.replace("__", "."): value for name, value in fields.items()}
        return self.open(urllib.parse.urljoin(self.path, form.action or self.path), data)


@dataclass
class Button:
    words: str
    values: dict[str, str]


@dataclass
class Form:
    action: str
    values: dict[str, str]
    buttons: list[Button]


def forms(page: str) -> list[Form]:
    """The forms of a page, with what stands in them."""
    reader = _Forms()
    reader.feed(page)
    return reader.found


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.form: Form | None = None
        self.button: Button | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(given.get("action", ""), {}, [])
            self.found.append(self.form)
        elif self.form is None:
            return
        elif tag == "input" and given.get("name"):
            if given.get("type") not in {"radio", "checkbox"} or "checked" in given:
                self.form.values[given["name"]] = given.get("value", "")
        elif tag == "button":
            values = {given["name"]: given.get("value", "")} if given.get("name") else {}
            self.button = Button("", values)
            self.form.buttons.append(self.button)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "button":
            self.button = None

    def handle_data(self, data: str) -> None:
        if self.button is not None:
            self.button.words += data


@contextlib.contextmanager
def post_office(houses: Houses) -> Iterator[PostOffice]:
    with PostOffice(houses) as made:
        yield made


def until(holds: Callable[[], object], what: str, seconds: float = 40) -> None:
    """Wait until it holds. Raises TimeoutError."""
    deadline = time.monotonic() + seconds * PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.2)
