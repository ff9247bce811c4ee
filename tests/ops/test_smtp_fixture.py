"""The server that other tests send their mails to."""

import smtplib
from email.message import EmailMessage

import pytest

from tests.smtp import SmtpServer


def mail(to: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@coach.example", to, "Hello"
    message.set_content("Good morning")
    return message


def test_it_keeps_what_it_gets(smtp_server: SmtpServer) -> None:
    with smtplib.SMTP("127.0.0.1", smtp_server.port) as client:
        client.send_message(mail("Mia@client.example"))
    [got] = smtp_server.wait_for("mia@client.example")
    assert got["Subject"] == "Hello"
    assert smtp_server.to("other@client.example") == []


def test_it_refuses_whom_it_is_told_to(smtp_server: SmtpServer) -> None:
    smtp_server.replies["gone@client.example"] = "550 No such person"
    with smtplib.SMTP("127.0.0.1", smtp_server.port) as client, pytest.raises(smtplib.SMTPRecipientsRefused):
        client.send_message(mail("gone@client.example"))
    assert smtp_server.mails == []
