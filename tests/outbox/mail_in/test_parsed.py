"""What a mail says of itself, within bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencoach.outbox.mail_in.parsed import DEEPEST, parse
from tests.outbox.mail_in.letters import letter

TO = "answers+x@okafor.example"
REPORT = b"""From: MAILER-DAEMON@mx.example
To: answers@okafor.example
Subject: Undelivered Mail
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ana@example.org
Action: failed
Status: %s

--b
Content-Type: text/rfc822-headers

Message-ID: <ours@okafor.example>
Subject: Miriam wrote to you
--b--
"""


def test_its_parts() -> None:
    mail = letter(TO, "Yes.\n", sender="Ana K <Ana@Example.org>", In_Reply_To="<b@x>", References="<a@x> <b@x>")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plan für mich.pdf")
    found = parse(mail.as_bytes())
    assert (found.sender, found.sender_name, found.text.strip()) == ("ana@example.org", "Ana K", "Yes.")
    assert found.answers == ("<b@x>", "<a@x>")
    assert [(one.name, one.content) for one in found.files] == [("plan für mich.pdf", b"%PDF")]
    assert not found.is_automatic


def test_html_alone_becomes_words() -> None:
    mail = letter(TO)
    mail.set_content("<p>Yes &amp; no</p>", subtype="html")
    assert parse(mail.as_bytes()).text.strip() == "Yes & no"


def test_undeclared_bytes_are_utf8_first() -> None:
    raw = b"From: a@b.example\nSubject: x\n\n" + "Grüße".encode()
    assert parse(raw).text == "Grüße"
    raw = b"From: a@b.example\nContent-Type: text/plain; charset=nonsense\n\n" + "Grüße".encode("latin-1")
    assert parse(raw).text == "Grüße"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"List_Id": "<news.example>"},
        {"X_Autoreply": "yes"},
        {"Subject": "Automatic reply: away"},
    ],
)  # fmt: skip
def test_a_machines_word_is_known(headers: dict[str, str]) -> None:
    assert parse(letter(TO, **headers).as_bytes()).is_automatic


def test_nobody_as_sender_is_a_machine() -> None:
    assert parse(letter(TO).as_bytes(), envelope_sender="").is_automatic
    assert not parse(letter(TO).as_bytes(), envelope_sender="ana@example.org").is_automatic


def test_a_report_names_what_came_back_for_good() -> None:
    assert parse(REPORT.replace(b"%s", b"5.1.1")).bounced == ("<ours@okafor.example>",)
    assert parse(REPORT.replace(b"%s", b"4.2.2")).bounced == ()


def test_nested_parts_have_an_end() -> None:
    raw = b"From: a@b.example\nMIME-Version: 1.0\n"
    for depth in range(400):
        raw += f'Content-Type: multipart/mixed; boundary="b{depth}"\n\n--b{depth}\n'.encode()
    assert parse(raw + b"Content-Type: text/plain\n\ndeep").text == ""
    assert DEEPEST < 400


def test_many_parts_have_an_end() -> None:
    raw = b'From: a@b.example\nContent-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * 20_000 + b"--b--"
    assert len(parse(raw).text) < 1_000


@given(st.binary(max_size=400))
def test_any_bytes_are_a_mail(junk: bytes) -> None:
    parse(junk)
    parse(b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n" + junk)
