"""Mails as bytes: what the standard library reads back is what was said, whatever was said."""

import email
import email.policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencoach.outbox.ports import Attached, Calendar
from opencoach.outbox.transports.base import CannotPrepare
from opencoach.outbox.transports.email import mime
from opencoach.outbox.transports.email.address import address, one_line
from opencoach.outbox.transports.email.letter import Letter

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)


def letter(**fields: object) -> Letter:
    plain: dict[str, object] = {
        "from_name": "Miriam Okafor via Okafor Coaching",
        "from_address": "no-reply@coach.example",
        "to": "ana@example.org",
        "reply_to": "miriam@coach.example",
        "subject": "Hello",
        "text": "Hello\n",
        "html": "<p>Hello</p>",
        "message_id": "<0190a2f0-0000-7000-8000-000000000001@coach.example>",
        "headers": {},
        "attachments": (),
    }
    return Letter(**{**plain, **fields})  # type: ignore[arg-type]


def parsed(made: Letter) -> EmailMessage:
    raw = mime.build(made)
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


@given(words, words, words)
def test_what_was_said_comes_back(subject: str, name: str, text: str) -> None:
    message = parsed(letter(subject=one_line(subject), from_name=one_line(name), text=text, html=text or "x"))
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    plain = message.get_body(("plain",))
    assert plain is not None
    assert lines(plain.get_content()) == lines(text)
    assert len(message.get_all("From")) == len(message.get_all("To")) == len(message.get_all("Subject")) == 1
    assert message["To"] == "ana@example.org"
    assert message["From"].addresses[0].addr_spec == "no-reply@coach.example"
    assert "".join(str(message["Subject"]).split()) == "".join(one_line(subject).split())


def lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


@pytest.mark.parametrize(
    "evil", ["\r\nBcc: all@example.org", "\nBcc: x", "\x00\x0bBcc: x", "\u2028Bcc: x", "\u0085Bcc: x"]
)
def test_no_header_can_be_put_in(evil: str) -> None:
    subject = one_line("Hello" + evil)
    message = parsed(letter(subject=subject, from_name=one_line("Eve" + evil), headers={"X-Word": "Hello" + evil}))
    assert message["Bcc"] is None
    assert "Bcc" not in {name.title() for name in message.keys()}  # noqa: SIM118
    with pytest.raises(CannotPrepare):
        address("eve@example.org" + evil)


def test_a_kind_cannot_say_who_sends_to_whom() -> None:
    message = parsed(letter(headers={"To": "x@example.org", "bcc": "y@example.org", "X-Own": "kept", "A B": "no"}))
    assert (message["To"], message["Bcc"], message["X-Own"]) == ("ana@example.org", None, "kept")


@pytest.mark.parametrize("name", ['"quoted" <eve@example.org>', "Ökonom, Jürgen", "מרים אוקפור", "a" * 200, "\\"])
def test_a_name_cannot_pose_as_an_address(name: str) -> None:
    message = parsed(letter(from_name=name))
    [sender] = message["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, "no-reply@coach.example")


def test_right_to_left_and_long_subjects_survive() -> None:
    for subject in ("תזכורת: הפגישה שלך מחר בשעה 10:00 " * 6, "Reminder " * 40, "日本語の件名です" * 20):
        assert str(parsed(letter(subject=subject.strip()))["Subject"]) == subject.strip()


def test_files_travel() -> None:
    files = (
        Attached("Plan für Ana.pdf", "application/pdf", b"%PDF-1.7 " + bytes(range(256))),
        Attached("../../etc/passwd\r\nX: y", "not a type", b"x"),
    )
    message = parsed(letter(attachments=files))
    first, second = message.iter_attachments()
    assert (first.get_filename(), first.get_content()) == ("Plan für Ana.pdf", files[0].content)
    assert (second.get_content_type(), second.get_content()) == ("application/octet-stream", b"x")
    assert "/" not in second.get_filename()
    body = message.get_body(("html",))
    assert body is not None
    assert body.get_content().strip() == "<p>Hello</p>"


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("ana@example.org", "ana@example.org"),
        (" Ana.K+x@Example.org ", "Ana.K+x@Example.org"),
        ("ana@bücher.example", "ana@xn--bcher-kva.example"),
        ("jürgen@bücher.example", "jürgen@xn--bcher-kva.example"),
        ("ana@例え.テスト", "ana@xn--r8jz45g.xn--zckzah"),
    ],
)
def test_addresses(given: str, made: str) -> None:
    assert address(given) == made


@pytest.mark.parametrize(
    "bad",
    ["", "ana", "@example.org", "ana@", "a b@example.org", "ana@exa mple.org", "a<b@c.org>", "a" * 300 + "@b.org"],
)
def test_what_is_no_address(bad: str) -> None:
    with pytest.raises(CannotPrepare):
        address(bad)


def test_an_invitation_is_one_of_the_ways_to_read_a_mail_and_a_file_besides() -> None:
    content = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nX-WORD:Grüße\r\nEND:VCALENDAR\r\n"
    message = parsed(letter(calendar=Calendar("REQUEST", content)))
    ways, file = message.iter_parts()
    assert (message.get_content_type(), ways.get_content_type()) == ("multipart/mixed", "multipart/alternative")
    assert [part.get_content_type() for part in ways.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    invitation = list(ways.iter_parts())[-1]
    assert (invitation.get_param("method"), invitation.get_content_charset()) == ("REQUEST", "utf-8")
    assert invitation.get_payload(decode=True) == content.encode()
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invitation.ics")
    assert file.get_payload(decode=True) == content.encode()


def test_an_invitation_without_html() -> None:
    message = parsed(letter(html="", calendar=Calendar("CANCEL", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")))
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "text/calendar", "application/ics"]
