"""Mails as strangers and clients send them, signed by their domain or not."""

import base64
from email.message import EmailMessage
from functools import cache

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

SELECTOR = b"s1"
DOMAINS = (b"example.org", b"mail.example.org", b"evil.example")


@cache
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def letter(to: str, text: str = "Thursday works.", sender: str = "ana@example.org", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    given = {
        "Message-ID": "<one@example.org>",
        "Subject": "Re: Miriam wrote to you",
        "Date": "Mon, 02 Nov 2026 10:12:00 +0100",
    }
    mail["From"], mail["To"] = sender, to
    for name, value in {**given, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
        mail[name] = value
    mail.set_content(text)
    return mail


def signed(mail: EmailMessage, domain: str = "example.org") -> bytes:
    """The mail as the domain's server lets it go."""
    return sealed(mail.as_bytes(), domain)


def sealed(raw: bytes, domain: str = "example.org") -> bytes:
    """The same for one that is bytes already."""
    raw = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    pem = key().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    headers = [b"From", b"To", b"Subject", b"Date", b"Message-ID"]
    signature: bytes = dkim.sign(raw, SELECTOR, domain.encode(), pem, include_headers=headers)
    return signature + raw


def published(name: bytes, **_: object) -> bytes | None:
    """What the DNS says of the keys of example.org and of evil.example."""
    if name.rstrip(b".") not in {b"s1._domainkey." + domain for domain in DOMAINS}:
        return None
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    public = key().public_key().public_bytes(serialization.Encoding.DER, form)
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
