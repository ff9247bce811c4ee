"""What `check` says of SPF, DKIM, DMARC and MX."""

from typing import Any

import pytest

from opencoach.config import check_mail
from opencoach.config.env import Env

KEY = "v=DKIM1; k=rsa; p=MIIBIjANBgkq"
GOOD = {
    "coach.example TXT": ["google-site-verification=x", "v=spf1 include:spf.mail.example -all"],
    "spf.mail.example TXT": ["v=spf1 ip4:192.0.2.0/24 ~all"],
    "s1._domainkey.coach.example TXT": [KEY],
    "_dmarc.coach.example TXT": ["v=DMARC1; p=quarantine"],
}


@pytest.fixture
def says(settings: Any) -> Any:
    """What is said with these records; `None` for what nobody answers."""
    settings.DEMO, settings.MAIL_URL, settings.MAIL_IN = False, "smtp://mail.example:25", ""
    settings.DEFAULT_FROM_EMAIL = "Okafor <hello@coach.example>"

    def said(records: dict[str, list[str] | None], **env: str) -> list[tuple[str, str]]:
        settings.ENV = Env(mail_from="Okafor <hello@coach.example>", **env)  # type: ignore[arg-type]

        def lookup(name: str, kind: str) -> list[str]:
            found = records.get(f"{name} {kind}", [])
            if found is None:
                raise check_mail.Unreachable
            return found

        return [(finding.level, finding.text) for finding in check_mail.sender(lookup)]

    return said


def test_all_is_well(says: Any) -> None:
    assert says(GOOD) == [
        ("good", "SPF of coach.example: v=spf1 include:spf.mail.example -all"),
        (
            "good",
            "DKIM: a key stands at s1._domainkey.coach.example. That mails carry it, their source says (dkim=pass).",
        ),
        ("good", "DMARC at _dmarc.coach.example: v=DMARC1; p=quarantine."),
    ]


def test_nothing_is_there(says: Any) -> None:
    found = says({})
    assert [level for level, _text in found] == ["lacking"] * 3
    for words, (_level, text) in zip(("no SPF record", "No DKIM key", "no DMARC record"), found, strict=True):
        assert words in text


@pytest.mark.parametrize(
    ("name", "records", "level", "words"),
    [
        ("coach.example", ["v=spf1 a -all", "v=spf1 mx -all"], "broken", "has 2 SPF records"),
        ("coach.example", ["v=spf1 +all"], "broken", "lets everybody send"),
        ("coach.example", ["v=spf1 " + "a " * 11 + "-all"], "broken", "needs 11 look-ups"),
        ("coach.example", ["v=spf1 include:coach.example -all"], "broken", "look-ups"),
        ("coach.example", ["v=spf1 include:%{d}.x.example exists:%{i}.y.example -all"], "good", "SPF of"),
        ("coach.example", ["v=spf10 -all"], "lacking", "no SPF record"),
        ("s1._domainkey.coach.example", ["v=DKIM1; p="], "broken", "withdrawn"),
        ("_dmarc.coach.example", ["v=DMARC1; p=none"], "good", "It only watches"),
        ("_dmarc.coach.example", ["v=DMARC1; p=none", "v=DMARC1; p=reject"], "broken", "has 2 DMARC records"),
        ("_dmarc.coach.example", ["p=none"], "lacking", "no DMARC record"),
    ],
)
def test_what_is_wrong(says: Any, name: str, records: list[str], level: str, words: str) -> None:
    found = says({**GOOD, f"{name} TXT": records})
    assert [(one, words in text) for one, text in found].count((level, True)) == 1


def test_dmarc_of_the_house_holds_for_its_parts(says: Any, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "hello@mail.coach.org"
    found = says({"_dmarc.coach.org TXT": ["v=DMARC1; p=reject"]})
    assert ("good", "DMARC at _dmarc.coach.org: v=DMARC1; p=reject.") in found


def test_the_key_has_a_name_of_its_own(says: Any) -> None:
    named = {**GOOD, "20270301pm._domainkey.coach.example TXT": [KEY]}
    assert says(named, mail_dkim="20270301pm")[1][0] == "good"
    assert says(GOOD, mail_dkim="20270301pm")[1][0] == "broken"


@pytest.mark.parametrize("name", ["coach.example TXT", "_dmarc.coach.example TXT", "s1._domainkey.coach.example TXT"])
def test_where_the_dns_does_not_answer_it_says_so_and_nothing_else(says: Any, name: str) -> None:
    [(level, text)] = says({**GOOD, name: None})
    assert (level, "The DNS does not answer from here" in text) == ("lacking", True)


def test_where_answers_come_to_this_machine_the_dns_must_say_so(says: Any, settings: Any) -> None:
    settings.MAIL_IN, settings.MAIL_IN_LISTEN = "@answers.coach.example", "smtp://0.0.0.0:25"
    assert says(GOOD)[-1][0] == "broken"
    found = says({**GOOD, "answers.coach.example MX": ["10 coach.example."]})
    assert found[-1] == ("good", "Mail to answers.coach.example goes to coach.example.")


def test_without_a_sender_or_in_the_demo_nobody_asks(says: Any, settings: Any) -> None:
    settings.DEMO = True
    assert says(GOOD) == []
    settings.DEMO, settings.MAIL_URL = False, ""
    assert says(GOOD) == []
