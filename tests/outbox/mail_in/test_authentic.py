"""Whether a mail comes from whom it says."""

from typing import Any

import pytest

from opencoach.outbox.mail_in.authentic import is_from
from tests.outbox.mail_in.letters import letter, published, signed

ANA = "ana@example.org"
TO = "answers+x@okafor.example"


@pytest.fixture(autouse=True)
def _nobody_is_trusted(settings: Any) -> None:
    settings.MAIL_IN_TRUSTS = frozenset()


def test_signed_by_its_domain() -> None:
    assert is_from(signed(letter(TO)), ANA, lookup=published)
    assert is_from(signed(letter(TO), "mail.example.org"), ANA, lookup=published)  # of the same house


def test_not_signed_or_by_another_domain() -> None:
    assert not is_from(letter(TO).as_bytes(), ANA, lookup=published)
    assert not is_from(signed(letter(TO), "evil.example"), ANA, lookup=published)


def test_changed_on_the_way() -> None:
    raw = signed(letter(TO))
    assert not is_from(raw.replace(b"Thursday", b"Saturday"), ANA, lookup=published)
    assert not is_from(raw.replace(b"From: ana@", b"From: eve@"), "eve@example.org", lookup=published)


def test_no_key_in_the_dns() -> None:
    assert not is_from(signed(letter(TO)), ANA, lookup=lambda *_args, **_more: None)


@pytest.mark.parametrize(
    ("says", "proven"),
    [
        ("mx.okafor.example; dkim=pass header.d=example.org", True),
        ("mx.okafor.example; dmarc=pass header.from=example.org", True),
        ("mx.okafor.example; dkim=fail header.d=example.org; dmarc=fail header.from=example.org", False),
        ("mx.okafor.example; dkim=pass header.d=evil.example", False),
        ("mx.okafor.example; spf=pass smtp.mailfrom=ana@example.org", False),
        ("mx.evil.example; dmarc=pass header.from=example.org", False),
        ("nonsense", False),
    ],
)
def test_what_our_own_server_says_counts(settings: Any, says: str, proven: bool) -> None:
    settings.MAIL_IN_TRUSTS = frozenset({"mx.okafor.example"})
    mail = letter(TO)
    raw = f"Authentication-Results: {says}\r\n".encode() + mail.as_bytes()
    assert is_from(raw, ANA, lookup=published) is proven


def test_only_the_header_on_top_counts(settings: Any) -> None:
    """Those below it may be the sender's own."""
    settings.MAIL_IN_TRUSTS = frozenset({"mx.okafor.example"})
    forged = (
        b"Authentication-Results: mx.okafor.example; dmarc=pass header.from=example.org\r\n" + letter(TO).as_bytes()
    )
    above = b"Authentication-Results: mx.okafor.example; dmarc=fail header.from=example.org\r\n"
    assert not is_from(above + forged, ANA, lookup=published)
