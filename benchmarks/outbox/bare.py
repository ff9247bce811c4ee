"""What there is to beat: the same mail, made once, over reused connections, and nothing else."""

import smtplib
import threading
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import formatdate, make_msgid
from itertools import count


def send(port: int, mail: bytes, mails: int, connections: int, *, build: bool = False) -> None:
    """`mails` times, over so many connections at once; with `build`, each is made anew with the standard library."""
    numbers, lock = count(), threading.Lock()
    parsed = message_from_bytes(mail, policy=default)
    text, html = (parsed.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]

    def one() -> None:
        with smtplib.SMTP("127.0.0.1", port, "bare") as server:
            while True:
                with lock:
                    number = next(numbers)
                if number >= mails:
                    return
                to = f"p{number}@example.org"
                server.sendmail("a@coach.example", [to], made(to, text, html) if build else mail)

    threads = [threading.Thread(target=one) for _n in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def made(to: str, text: str, html: str) -> bytes:
    """As anybody would write it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Okafor Coaching <a@coach.example>", to, "Mail arrives"
    message["Message-ID"], message["Date"] = make_msgid(domain="coach.example"), formatdate()
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message.as_bytes(policy=SMTP)
